package io.promptstream.task;

import io.micronaut.runtime.Micronaut;

/** Starts the task service. */
public final class TaskService {
    private TaskService() {}

    public static void main(String[] args) {
        Micronaut.run(TaskService.class, args);
    }
}
