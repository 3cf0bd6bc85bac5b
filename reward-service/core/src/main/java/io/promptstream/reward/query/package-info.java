/**
 * The state of a query and of its answers, and scoring as a function on it. Begin at {@link io.promptstream.reward.query.QueryScoring}:
 * it takes the events of queries and gives {@link io.promptstream.reward.query.ScoringEffect}s; what is kept lies in a
 * {@link io.promptstream.reward.query.QueryStore}.
 */
@NullMarked
package io.promptstream.reward.query;

import org.jspecify.annotations.NullMarked;
