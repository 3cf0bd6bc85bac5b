package io.promptstream.task.execution;

import io.promptstream.event.Task;

/** What is known of a proposal's task. */
sealed interface TaskState {
    record Known(Task task) implements TaskState {}

    /** It was there since this process started, and is no more. */
    record Deleted() implements TaskState {}

    record Unknown() implements TaskState {}
}
