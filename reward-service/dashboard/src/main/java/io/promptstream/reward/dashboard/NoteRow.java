package io.promptstream.reward.dashboard;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why something of a query was not rewarded or not used.
 *
 * @param reason of a scoring note, or {@link FailureRow#DEAD_LETTER}
 * @param message in words
 * @param proposalId null where it is about all of the query
 */
public record NoteRow(
        String reason,
        String message,
        @Nullable String proposalId,
        @Nullable String feedbackId,
        @Nullable Instant at) {
    private static final int BYTES = 150;
    private static final Set<String> UNREWARDED = Set.of(
            ScoringNoteReason.NO_FEEDBACK.name(),
            ScoringNoteReason.UNSCORABLE.name(),
            ScoringNoteReason.TOO_LARGE.name(),
            ScoringNoteReason.UNKNOWN_TASK.name(),
            FailureRow.DEAD_LETTER);
    /** What happens as it should. */
    private static final Set<String> HARMLESS =
            Set.of(ScoringNoteReason.REPEATED.name(), ScoringNoteReason.SUPERSEDED.name());

    static NoteRow of(ScoringNote note) {
        return new NoteRow(
                note.getReason().name(),
                Texts.cut(note.getMessage(), Texts.MESSAGE),
                note.getProposalId().map(Texts::id).orElse(null),
                note.getFeedbackId().map(Texts::id).orElse(null),
                Plausible.time(note.getNotedAt()));
    }

    static NoteRow of(DeadLetterRow letter) {
        String reason = letter.reason() == null ? "no reason given" : letter.reason();
        return new NoteRow(
                FailureRow.DEAD_LETTER,
                Texts.cut(letter.shortTopic() + ": " + reason, Texts.MESSAGE),
                null,
                null,
                Plausible.time(letter.at()));
    }

    /** Whether it says that there is no reward. */
    @JsonIgnore
    boolean unrewarded() {
        return UNREWARDED.contains(reason);
    }

    /** Whether it is to be counted as a failure. */
    @JsonIgnore
    boolean failure() {
        return !HARMLESS.contains(reason);
    }

    long bytes() {
        return BYTES + Texts.bytes(message) + Texts.bytes(proposalId) + Texts.bytes(feedbackId);
    }
}
