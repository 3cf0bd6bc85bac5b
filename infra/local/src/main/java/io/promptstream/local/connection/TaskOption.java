package io.promptstream.local.connection;

import picocli.CommandLine.Option;

/** The task that a command is about. */
public final class TaskOption {

    @Option(names = "--task", paramLabel = "ID", required = true, description = "The task.")
    private String task = "";

    public String id() {
        return task;
    }
}
