/** What the proposer and the learner count and measure. */
@NullMarked
package io.promptstream.policy.app.metrics;

import org.jspecify.annotations.NullMarked;
