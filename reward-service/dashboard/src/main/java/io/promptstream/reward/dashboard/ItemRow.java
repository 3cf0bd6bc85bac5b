package io.promptstream.reward.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One proposal for a query, with what became of it.
 *
 * @param failure code and message of an output that failed
 * @param modelMicros its share of the time in the task model, in microseconds
 */
public record ItemRow(
        String proposalId,
        String role,
        String origin,
        @Nullable PromptText prompt,
        int promptIndex,
        long version,
        @Nullable String answer,
        @Nullable Double reward,
        @Nullable Boolean correct,
        @Nullable String failure,
        @Nullable Instant proposedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant rewardedAt,
        @Nullable Long modelMicros) {}
