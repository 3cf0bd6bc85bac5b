package io.promptstream.policy.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.promptstream.policy.app.RunningService;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayConfigurationTest {

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new ReplayConfiguration(5000));
    }

    @Test
    void takesEverythingFromSettings() {
        assertThat(bound(Map.of("promptstream.replay.records-per-second", "12.5")))
                .isEqualTo(new ReplayConfiguration(12.5));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> bound(Map.of("promptstream.replay.records-per-second", "0")))
                .isInstanceOf(BeanInstantiationException.class)
                .hasMessageContaining("PROMPTSTREAM_REPLAY_RECORDS_PER_SECOND is 0.0; write a number above 0");
    }

    /** The context holds the language model, which has to be there. */
    private static ReplayConfiguration bound(Map<String, Object> settings) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of("promptstream.model.dir", RunningService.MODEL.toString()))
                .propertySources(PropertySource.of(settings))
                .environmentPropertySource(false)
                .start()) {
            return context.getBean(ReplayConfiguration.class);
        }
    }
}
