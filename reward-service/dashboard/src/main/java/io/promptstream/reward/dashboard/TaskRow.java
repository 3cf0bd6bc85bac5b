package io.promptstream.reward.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task at a glance.
 *
 * @param deleted whether only its events are left
 * @param maxLag most versions between sampling and learning
 * @param stoppedSince version since which the policy expects nothing better, so that one round in sixteen is explored; null:
 *     all are
 * @param contexts kinds of queries that may have prompts of their own; empty where the policy knows none
 * @param roundsSince of the first step of the policy that this process has read: rounds before it are not counted
 * @param sparkline mean rewards of the last 60 times 5 seconds, oldest first
 * @param modelCalls outputs within the history, failed ones included
 */
public record TaskRow(
        String taskId,
        @Nullable String description,
        @Nullable String kind,
        List<String> labels,
        @Nullable String policyKind,
        @Nullable Long revision,
        boolean deleted,
        @Nullable String rewardKind,
        @Nullable Integer maxLag,
        @Nullable Long version,
        @Nullable Long stoppedSince,
        long roundsLearned,
        long roundsLeftOut,
        @Nullable Instant roundsSince,
        @Nullable Lag lag,
        @Nullable Instant lastLearnedAt,
        Rates rates,
        Earnings reward,
        @Nullable Served served,
        List<ContextRow> contexts,
        List<@Nullable Double> sparkline,
        Tokens tokens,
        long modelCalls,
        long failures,
        @JsonUnwrapped TaskHealth health) {

    /** Versions between the sampling and the learning of rounds. */
    public record Lag(long last, long max) {}

    /** Events a second over the last ten seconds. */
    public record Rates(double queries, double proposals, double outputs, double rewards, double rounds) {}

    /**
     * Mean reward and accuracy of the last and of the first thirty seconds that have rewards; of the last only while they
     * are not over.
     *
     * @param since when the first began, of those that this process has read
     */
    public record Earnings(
            @Nullable Double now,
            @Nullable Double start,
            @Nullable Double accuracyNow,
            @Nullable Double accuracyStart,
            @Nullable Instant since) {}

    /** The prompt that users are answered with. */
    public record Served(PromptText prompt, String origin, Instant since) {}

    /** Tokens that the task model read and wrote. */
    public record Tokens(long prompt, long completion) {}
}
