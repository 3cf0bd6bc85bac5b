/** The commands that register and show tasks. */
@NullMarked
package io.promptstream.local.task;

import org.jspecify.annotations.NullMarked;
