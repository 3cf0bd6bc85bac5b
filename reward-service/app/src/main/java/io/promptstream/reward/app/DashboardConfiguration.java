package io.promptstream.reward.app;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.service.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set of the dashboard, by environment variables {@code PROMPTSTREAM_REWARD_DASHBOARD_*}.
 *
 * @param enabled whether this process shows one
 * @param history how much of the past is shown second by second, and read again after a start
 * @param peers where the other services answer, as {@code name=url}, comma-separated; their health is not shown without
 * @param tokenizer a {@code tokenizer.json}, which tells the texts of the prompts' tokens
 */
@ConfigurationProperties("promptstream.reward.dashboard")
public record DashboardConfiguration(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "PT30M") Duration history,
        @Nullable String peers,
        @Nullable Path tokenizer) {
    static final String ENABLED = "promptstream.reward.dashboard.enabled";
    private static final Duration LONGEST = Duration.ofDays(1);

    public DashboardConfiguration {
        Settings.require(
                history.toSeconds() >= 60 && history.compareTo(LONGEST) <= 0,
                "PROMPTSTREAM_REWARD_DASHBOARD_HISTORY",
                history,
                "a duration from PT1M to P1D, such as PT30M");
        addresses(peers);
    }

    /** Base URLs of the other services by name. */
    Map<String, URI> addresses() {
        return addresses(peers);
    }

    private static Map<String, URI> addresses(@Nullable String peers) {
        Map<String, URI> addresses = new TreeMap<>();
        if (peers == null || peers.isBlank()) {
            return addresses;
        }
        for (String peer : peers.split(",", -1)) {
            String[] parts = peer.strip().split("=", 2);
            Settings.require(
                    parts.length == 2 && parts[0].matches("[a-z0-9-]+") && parts[1].matches("https?://[^\\s/?#]+/?"),
                    "PROMPTSTREAM_REWARD_DASHBOARD_PEERS",
                    '"' + peer + '"',
                    "name=url, comma-separated, such as policy-service=http://127.0.0.1:8091");
            addresses.put(parts[0], URI.create(parts[1]));
        }
        return addresses;
    }
}
