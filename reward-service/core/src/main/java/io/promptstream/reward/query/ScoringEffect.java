package io.promptstream.reward.query;

import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows from an event of a query, beside what is kept of the query. */
public sealed interface ScoringEffect {

    /**
     * An answer has its reward, or a corrected one.
     *
     * @param trace where the output's record stood
     * @param evidence where the record stood that ended the output's waiting, if another one did
     * @param since when the output was first seen
     */
    record Rewarded(
            Reward reward,
            TaskOutput output,
            @Nullable TraceContext trace,
            @Nullable TraceContext evidence,
            Instant since)
            implements ScoringEffect {}

    /**
     * Why something has no reward, or was not used.
     *
     * @param ignored whether it is about feedback, or a reference that came with its query, which had no effect or not yet
     */
    record Noted(ScoringNote note, boolean ignored) implements ScoringEffect {}

    /** An output was dropped because its reward window was over without a reference. */
    record Unreferenced(String taskId) implements ScoringEffect {}

    /** An output was dropped because its proposal had one already. */
    record Repeated(String taskId) implements ScoringEffect {}

    /** An output got a failed reward because it cannot be scored with its reference. */
    record Unscorable(String taskId, String proposalId, String reason) implements ScoringEffect {}

    /** The event can never be used and is to become a dead letter. */
    record Unusable(String reason) implements ScoringEffect {}

    /** The query is to be looked at then, in milliseconds since 1970. */
    record Wake(QueryKey key, long at) implements ScoringEffect {}
}
