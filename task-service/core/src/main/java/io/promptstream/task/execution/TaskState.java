package io.promptstream.task.execution;

import io.promptstream.event.Task;

/** What is known of a proposal's task. */
sealed interface TaskState {
    record Known(Task task) implements TaskState {}

    /** It was there during the life of this process, and is no more. */
    record Deleted() implements TaskState {}

    record Unknown() implements TaskState {}
}
