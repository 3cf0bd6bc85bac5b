/** The commands that start, show and stop a system. */
@NullMarked
package io.promptstream.local.control;

import org.jspecify.annotations.NullMarked;
