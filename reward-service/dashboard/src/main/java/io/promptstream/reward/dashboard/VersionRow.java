package io.promptstream.reward.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a task's policy.
 *
 * @param version the key
 * @param at when it came about; null while only its prompts were seen
 * @param kind what made it, as {@code policy-history} names it, or {@link #REWARDS_CHANGED}
 * @param rounds rounds that were learned to make it
 * @param lag versions between the sampling of the last of those rounds and this one
 * @param meanReward mean over those rounds
 * @param deviation standard deviation of their rewards; null where the round results were not seen
 * @param rewards rewards in the round results that were seen
 * @param served the prompt that was served from this version on, where it is another than before
 */
public record VersionRow(
        long version,
        @Nullable Instant at,
        @Nullable String kind,
        int rounds,
        @Nullable Long lag,
        @Nullable Double meanReward,
        @Nullable Double deviation,
        long rewards,
        @Nullable Double accuracy,
        @Nullable Double loss,
        @Nullable String digest,
        @Nullable PromptText served) {
    /** What made a version whose round brought the evidence that rewards have changed. */
    static final String REWARDS_CHANGED = "REWARDS_CHANGED";
}
