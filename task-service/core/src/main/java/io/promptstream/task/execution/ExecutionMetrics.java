package io.promptstream.task.execution;

import io.promptstream.event.Failure;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.time.Duration;

/** What is counted of the task service's work. Every proposal that was read is either answered or failed, once. */
public interface ExecutionMetrics {
    /** A proposal was answered; the output holds scores or text. */
    void answered(TaskOutput output);

    /** A proposal has a failure in place of an answer. */
    void failed(TaskOutput output, Failure failure);

    /**
     * The model worked on some proposals together.
     *
     * @param modelId the model's name with what identifies its weights
     * @param proposals how many
     * @param duration for all of them
     */
    void modelWorked(String modelId, int proposals, Duration duration);

    /** The model failed on all proposals of a call; each is tried alone afterwards if there are several. */
    void modelFailed(String modelId, Duration duration);

    /** A record is kept as a dead letter. */
    void deadLetter(DeadLetterReason reason);

    /** Counts nothing. */
    ExecutionMetrics NONE = new ExecutionMetrics() {
        @Override
        public void answered(TaskOutput output) {}

        @Override
        public void failed(TaskOutput output, Failure failure) {}

        @Override
        public void modelWorked(String modelId, int proposals, Duration duration) {}

        @Override
        public void modelFailed(String modelId, Duration duration) {}

        @Override
        public void deadLetter(DeadLetterReason reason) {}
    };
}
