package io.promptstream.policy.app.replay;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.service.Settings;

/**
 * What an operator may set of replays, by environment variables {@code PROMPTSTREAM_REPLAY_*}.
 *
 * @param recordsPerSecond most records that a replay reads in a second; an order may ask for fewer
 */
@ConfigurationProperties("promptstream.replay")
public record ReplayConfiguration(
        @Bindable(defaultValue = "5000") double recordsPerSecond) {
    private static final double FASTEST = 1e6;

    public ReplayConfiguration {
        Settings.require(
                recordsPerSecond > 0 && recordsPerSecond <= FASTEST,
                "PROMPTSTREAM_REPLAY_RECORDS_PER_SECOND",
                recordsPerSecond,
                "a number above 0 and at most " + FASTEST);
    }
}
