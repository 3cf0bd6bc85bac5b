/** The commands that learn recorded rounds again. */
@NullMarked
package io.promptstream.local.replay;

import org.jspecify.annotations.NullMarked;
