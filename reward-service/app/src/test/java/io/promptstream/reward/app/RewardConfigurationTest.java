package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.promptstream.reward.app.streams.RewardConfiguration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewardConfigurationTest {

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new RewardConfiguration(
                        1,
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        Duration.ofDays(1),
                        8 << 20,
                        "exactly_once_v2"));
    }

    @Test
    void takesEverythingFromSettings() {
        // Given
        Map<String, Object> settings = new HashMap<>();
        settings.put("promptstream.reward.threads", "2");
        settings.put("promptstream.reward.commit-interval", "PT0.2S");
        settings.put("promptstream.reward.tick", "300ms");
        settings.put("promptstream.reward.query-retention", "PT4H");
        settings.put("promptstream.reward.closed-round-retention", "PT5H");
        settings.put("promptstream.reward.task-patience", "PT6S");
        settings.put("promptstream.reward.restart-grace", "PT0S");
        settings.put("promptstream.reward.statistics-window", "PT8S");
        settings.put("promptstream.reward.statistics-retention", "PT9H");
        settings.put("promptstream.reward.cache-bytes", "10");
        settings.put("promptstream.reward.guarantee", "at_least_once");

        // Then
        assertThat(bound(settings))
                .isEqualTo(new RewardConfiguration(
                        2,
                        Duration.ofMillis(200),
                        Duration.ofMillis(300),
                        Duration.ofHours(4),
                        Duration.ofHours(5),
                        Duration.ofSeconds(6),
                        Duration.ZERO,
                        Duration.ofSeconds(8),
                        Duration.ofHours(9),
                        10,
                        "at_least_once"));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> bound(Map.of("promptstream.reward.tick", "PT0S")))
                .isInstanceOf(BeanInstantiationException.class)
                .hasMessageContaining("PROMPTSTREAM_REWARD_TICK is PT0S; write a duration above zero, such as PT10S");
        assertThatThrownBy(() -> bound(Map.of("promptstream.reward.guarantee", "at_most_once")))
                .hasMessageContaining(
                        "PROMPTSTREAM_REWARD_GUARANTEE is at_most_once; write exactly_once_v2 or at_least_once");
    }

    private static RewardConfiguration bound(Map<String, Object> settings) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(settings)
                .environmentPropertySource(false)
                .start()) {
            return context.getBean(RewardConfiguration.class);
        }
    }
}
