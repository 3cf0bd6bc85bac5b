/** The bytes of the states that stores keep. */
@NullMarked
package io.promptstream.reward.state;

import org.jspecify.annotations.NullMarked;
