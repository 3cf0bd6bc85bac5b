package io.promptstream.task.app;

import io.promptstream.service.ServiceProcess;

/** Starts the task service. */
public final class TaskService {
    private TaskService() {}

    public static void main(String[] args) {
        ServiceProcess.run(TaskService.class, args);
    }
}
