package io.promptstream.reward.query;

import io.promptstream.event.Feedback;
import org.jspecify.annotations.Nullable;

/** Something that happened to a query. */
public sealed interface ScoringEvent {
    String taskId();

    /**
     * The query came.
     *
     * @param reference that it brought; null: none
     */
    record Asked(String taskId, @Nullable String reference) implements ScoringEvent {}

    /** Feedback came. */
    record FeedbackGiven(Feedback feedback) implements ScoringEvent {
        @Override
        public String taskId() {
            return feedback.getTaskId();
        }
    }

    /** The task model answered, or failed. */
    record Answered(KeptOutput output) implements ScoringEvent {
        @Override
        public String taskId() {
            return output.event().getTaskId();
        }
    }
}
