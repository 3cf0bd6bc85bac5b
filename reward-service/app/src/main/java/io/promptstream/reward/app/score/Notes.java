package io.promptstream.reward.app.score;

import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.RewardMetrics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says why something has no reward or was not used. */
final class Notes {
    private final Outlet outlet;
    private final RewardMetrics metrics;

    Notes(Outlet outlet, RewardMetrics metrics) {
        this.outlet = outlet;
        this.metrics = metrics;
    }

    /** Feedback, or a reference that came with its query, was not used, or not yet; it is counted. */
    void ignored(
            QueryKey key,
            @Nullable String proposalId,
            @Nullable String feedbackId,
            ScoringNoteReason reason,
            String message,
            long now) {
        metrics.feedbackIgnored(key.taskId(), reason);
        outlet.note(note(key, proposalId, feedbackId, reason, message, now), now);
    }

    /** A query, or one of its answers, has no reward. */
    void unrewarded(QueryKey key, @Nullable String proposalId, ScoringNoteReason reason, String message, long now) {
        outlet.note(note(key, proposalId, null, reason, message, now), now);
    }

    private static ScoringNote note(
            QueryKey key,
            @Nullable String proposalId,
            @Nullable String feedbackId,
            ScoringNoteReason reason,
            String message,
            long now) {
        return new ScoringNote(
                key.queryId(), key.taskId(), proposalId, feedbackId, reason, message, Instant.ofEpochMilli(now));
    }
}
