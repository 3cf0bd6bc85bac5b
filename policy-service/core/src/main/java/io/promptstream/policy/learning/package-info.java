/** Policies that write prompts: how they sample, what they learn from a round, and the state that a snapshot keeps. */
@NullMarked
package io.promptstream.policy.learning;

import org.jspecify.annotations.NullMarked;
