package io.promptstream.task.execution;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.TokenUsage;
import java.time.Duration;

/** What is counted of the task service's work. Every proposal that was read is either answered or failed, once. */
public interface ExecutionMetrics {
    /** A proposal was answered. */
    void answered(String taskId, TokenUsage tokens);

    /** A proposal has a failure in place of an answer. */
    void failed(FailureCode code);

    /**
     * The model worked on some proposals together.
     *
     * @param proposals how many
     * @param duration for all of them
     */
    void modelWorked(int proposals, Duration duration);

    /** A record was no proposal and is kept as a dead letter. */
    void unreadable();

    /** Counts nothing. */
    ExecutionMetrics NONE = new ExecutionMetrics() {
        @Override
        public void answered(String taskId, TokenUsage tokens) {}

        @Override
        public void failed(FailureCode code) {}

        @Override
        public void modelWorked(int proposals, Duration duration) {}

        @Override
        public void unreadable() {}
    };
}
