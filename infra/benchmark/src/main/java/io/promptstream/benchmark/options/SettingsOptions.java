package io.promptstream.benchmark.options;

import io.promptstream.benchmark.learning.TaskSettings;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is set in place of what a task's file says. */
public final class SettingsOptions {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the task, such as policy.promptLength=4 or reward.correctScale=100.")
    private Map<String, String> set = Map.of();

    public TaskSettings settings() {
        return new TaskSettings(set);
    }
}
