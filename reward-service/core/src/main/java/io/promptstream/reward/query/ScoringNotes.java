package io.promptstream.reward.query;

import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says why something has no reward or was not used. */
final class ScoringNotes {
    private final Consumer<ScoringEffect> effects;

    ScoringNotes(Consumer<ScoringEffect> effects) {
        this.effects = effects;
    }

    /** Feedback, or a reference that came with its query, was not used, or not yet. */
    void ignored(
            QueryKey key,
            @Nullable String proposalId,
            @Nullable String feedbackId,
            ScoringNoteReason reason,
            String message,
            long now) {
        effects.accept(new ScoringEffect.Noted(note(key, proposalId, feedbackId, reason, message, now), true));
    }

    /** A query, or one of its answers, has no reward. */
    void unrewarded(QueryKey key, @Nullable String proposalId, ScoringNoteReason reason, String message, long now) {
        effects.accept(new ScoringEffect.Noted(note(key, proposalId, null, reason, message, now), false));
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
