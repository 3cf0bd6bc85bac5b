package io.promptstream.reward.app.aggregate;

import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;

/** What aggregation publishes. */
sealed interface AggregationResult {

    /** A round was closed. */
    record Closed(RoundResult result) implements AggregationResult {}

    /** Why a corrected reward is not in the result of its round. */
    record Noted(ScoringNote note) implements AggregationResult {}
}
