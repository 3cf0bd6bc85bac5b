package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RescoringConfigurationTest {

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new RescoringConfiguration(5000, 1, 8 << 20));
    }

    @Test
    void takesEverythingFromSettings() {
        assertThat(bound(Map.of(
                        "promptstream.reward.rescore.records-per-second",
                        "7",
                        "promptstream.reward.rescore.at-once",
                        "2",
                        "promptstream.reward.rescore.cache-bytes",
                        "10")))
                .isEqualTo(new RescoringConfiguration(7, 2, 10));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> bound(Map.of("promptstream.reward.rescore.at-once", "0")))
                .hasMessageContaining("PROMPTSTREAM_REWARD_RESCORE_AT_ONCE is 0; write a number from 1");
    }

    private static RescoringConfiguration bound(Map<String, Object> settings) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(settings)
                .environmentPropertySource(false)
                .start()) {
            return context.getBean(RescoringConfiguration.class);
        }
    }
}
