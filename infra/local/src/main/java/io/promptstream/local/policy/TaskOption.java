package io.promptstream.local.policy;

import picocli.CommandLine.Option;

/** The task that a command is about. */
final class TaskOption {

    @Option(names = "--task", paramLabel = "ID", required = true, description = "The task.")
    private String task = "";

    String id() {
        return task;
    }
}
