/** The running loop on a terminal. */
@NullMarked
package io.promptstream.local.watch;

import org.jspecify.annotations.NullMarked;
