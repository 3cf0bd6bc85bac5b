/** Rounds: which queries they are made of, which prompts they compare, and how many may be in flight. */
@NullMarked
package io.promptstream.policy.round;

import org.jspecify.annotations.NullMarked;
