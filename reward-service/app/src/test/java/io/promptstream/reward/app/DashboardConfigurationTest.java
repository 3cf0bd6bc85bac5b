package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DashboardConfigurationTest {

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new DashboardConfiguration(true, Duration.ofMinutes(30), null, null));
    }

    @Test
    void bindsEverything() {
        DashboardConfiguration configuration = bind(Map.of(
                "promptstream.reward.dashboard.enabled", "false",
                "promptstream.reward.dashboard.history", "PT5M",
                "promptstream.reward.dashboard.peers",
                        "policy-service=http://localhost:1,task-service=http://localhost:2",
                "promptstream.reward.dashboard.tokenizer", "/models/tokenizer.json"));

        assertThat(configuration.enabled()).isFalse();
        assertThat(configuration.history()).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.tokenizer()).isEqualTo(Path.of("/models/tokenizer.json"));
        assertThat(configuration.addresses())
                .containsEntry("policy-service", URI.create("http://localhost:1"))
                .containsEntry("task-service", URI.create("http://localhost:2"));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> new DashboardConfiguration(true, Duration.ofSeconds(1), null, null))
                .hasMessage(
                        "PROMPTSTREAM_REWARD_DASHBOARD_HISTORY is PT1S; write a duration from PT1M to P1D, such as PT30M");
        assertThatThrownBy(() -> new DashboardConfiguration(true, Duration.ofMinutes(5), "policy", null))
                .hasMessage(
                        "PROMPTSTREAM_REWARD_DASHBOARD_PEERS is \"policy\"; write name=url, comma-separated, such as"
                                + " policy-service=http://127.0.0.1:8091");
    }

    private static DashboardConfiguration bind(Map<String, Object> settings) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(settings)
                .deduceEnvironment(false)
                .build()) {
            return context.start().getBean(DashboardConfiguration.class);
        }
    }
}
