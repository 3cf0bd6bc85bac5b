package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of one query through the loop.
 *
 * @param taskId with {@code queryId} the key
 * @param began when it was asked, as far as that is known
 * @param answer to the user
 * @param hops those that have happened, in the loop's order
 * @param version that came of learning its round
 * @param state the last hop, or {@code left-out}, {@code failed}, {@code not-rewarded}
 * @param note the latest of why something of it was not rewarded or not used
 */
public record JourneyRow(
        String taskId,
        String queryId,
        Instant began,
        @Nullable String roundId,
        @Nullable String text,
        @Nullable String reference,
        long proposals,
        long outputs,
        long rewards,
        long failures,
        @Nullable Double meanReward,
        @Nullable String answer,
        @Nullable Boolean correct,
        List<Hop> hops,
        @Nullable Long version,
        String state,
        @Nullable NoteRow note) {

    /** A step of the way, with the times of the first and the last event of it. */
    public record Hop(String name, Instant first, Instant last) {}
}
