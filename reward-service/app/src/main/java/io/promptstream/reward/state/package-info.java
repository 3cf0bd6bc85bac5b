/** The bytes of what the state stores keep, and the index of what falls due. */
@NullMarked
package io.promptstream.reward.state;

import org.jspecify.annotations.NullMarked;
