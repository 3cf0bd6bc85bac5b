package io.promptstream.policy.app.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.promptstream.policy.app.RunningService;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundConfigurationTest {

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new RoundConfiguration(16L << 20));
    }

    @Test
    void takesEverythingFromSettings() {
        assertThat(bound(Map.of("promptstream.round.bytes", "100000"))).isEqualTo(new RoundConfiguration(100_000));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> bound(Map.of("promptstream.round.bytes", "0")))
                .isInstanceOf(BeanInstantiationException.class)
                .hasMessageContaining("PROMPTSTREAM_ROUND_BYTES is 0; write a number from 65536");
    }

    /** The context holds the language model, which has to be there. */
    private static RoundConfiguration bound(Map<String, Object> settings) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of("promptstream.model.dir", RunningService.MODEL.toString()))
                .propertySources(PropertySource.of(settings))
                .environmentPropertySource(false)
                .start()) {
            return context.getBean(RoundConfiguration.class);
        }
    }
}
