package io.promptstream.reward.app.score;

import io.promptstream.event.Feedback;
import io.promptstream.event.TaskOutput;
import org.jspecify.annotations.Nullable;

/** Something that happened to a query. */
sealed interface ScoringEvent {
    String taskId();

    /**
     * The query came.
     *
     * @param reference that it brought; null: none
     */
    record Asked(String taskId, @Nullable String reference) implements ScoringEvent {}

    /** Feedback came. */
    record Advised(Feedback feedback) implements ScoringEvent {
        @Override
        public String taskId() {
            return feedback.getTaskId();
        }
    }

    /** The task model answered, or failed. */
    record Answered(TaskOutput output) implements ScoringEvent {
        @Override
        public String taskId() {
            return output.getTaskId();
        }
    }
}
