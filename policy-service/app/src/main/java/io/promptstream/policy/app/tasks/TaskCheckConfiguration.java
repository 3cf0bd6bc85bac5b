package io.promptstream.policy.app.tasks;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.service.Settings;
import java.time.Duration;

/**
 * How tasks are checked by the model that is to answer them before they are accepted.
 *
 * @param timeout longest wait for the task service's verdict, {@code PROMPTSTREAM_TASK_CHECK_TIMEOUT}; zero: nothing is checked
 */
@ConfigurationProperties("promptstream.task-check")
public record TaskCheckConfiguration(
        @Bindable(defaultValue = "PT10S") Duration timeout) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public TaskCheckConfiguration {
        Settings.require(
                !timeout.isNegative() && timeout.compareTo(LONGEST) <= 0,
                "PROMPTSTREAM_TASK_CHECK_TIMEOUT",
                timeout,
                "a duration from PT0S, which checks nothing, to " + LONGEST);
    }
}
