package io.promptstream.local.demo;

import io.promptstream.local.task.TaskFile;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration is to do.
 *
 * @param task the task to register
 * @param train labelled inputs to stream
 * @param test labelled inputs to score prompts on afterwards
 * @param time how long to stream
 * @param seed of the policy, of the order of the queries and of the random prompts; null takes the task's own
 * @param report where to write the report; null for nowhere
 * @param keep whether to leave the system running
 */
record DemoSettings(
        TaskFile task,
        Path train,
        Path test,
        Duration time,
        @Nullable Long seed,
        @Nullable Path report,
        boolean keep) {

    DemoSettings {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("--minutes is not above 0: write for example 3 or 0.5");
        }
    }

    /** The task with the seed that was asked for. */
    TaskFile seeded() {
        return seed == null ? task : task.withSeed(seed);
    }
}
