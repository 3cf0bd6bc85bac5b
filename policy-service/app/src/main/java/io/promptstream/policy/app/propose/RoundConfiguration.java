package io.promptstream.policy.app.propose;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.service.Settings;

/**
 * What an operator may set of rounds, by environment variables {@code PROMPTSTREAM_ROUND_*}.
 *
 * @param bytes that the proposals of a round may have together, uncompressed: each query counts once for each prompt
 */
@ConfigurationProperties("promptstream.round")
public record RoundConfiguration(
        @Bindable(defaultValue = "16777216") long bytes) {
    private static final long SMALLEST = 1 << 16;
    private static final long LARGEST = 1 << 30;

    public RoundConfiguration {
        Settings.require(
                bytes >= SMALLEST && bytes <= LARGEST,
                "PROMPTSTREAM_ROUND_BYTES",
                bytes,
                "a number from %d to %d".formatted(SMALLEST, LARGEST));
    }
}
