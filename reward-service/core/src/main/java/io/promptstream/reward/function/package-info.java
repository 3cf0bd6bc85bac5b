/** Reward functions: what an answer is worth, by what it is compared with. */
@NullMarked
package io.promptstream.reward.function;

import org.jspecify.annotations.NullMarked;
