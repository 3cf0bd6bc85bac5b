/** The promptstream command. */
@NullMarked
package io.promptstream.local;

import org.jspecify.annotations.NullMarked;
