package io.promptstream.reward.scoring;

import io.promptstream.event.TaskOutput;

/** Something that happened to a query. */
sealed interface ScoringEvent {
    String taskId();

    /** The query came with its reference. */
    record Referred(String taskId, String reference) implements ScoringEvent {}

    /** Feedback came. */
    record Advised(String taskId, Opinion opinion) implements ScoringEvent {}

    /** The task model answered, or failed. */
    record Answered(TaskOutput output) implements ScoringEvent {
        @Override
        public String taskId() {
            return output.getTaskId();
        }
    }
}
