package io.promptstream.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingConfigurationTest {
    @Test
    void hasDefaults() {
        // When
        TracingConfiguration configuration = bind(Map.of());

        // Then
        assertThat(configuration).isEqualTo(new TracingConfiguration("off", "http://127.0.0.1:4318", 1));
        assertThat(configuration.on()).isFalse();
    }

    @Test
    void takesEverySetting() {
        // When
        TracingConfiguration configuration = bind(Map.of(
                "promptstream.tracing", "otlp",
                "promptstream.tracing-endpoint", "https://collector:4318/",
                "promptstream.tracing-ratio", "0.25"));

        // Then
        assertThat(configuration).isEqualTo(new TracingConfiguration("otlp", "https://collector:4318/", 0.25));
        assertThat(configuration.on()).isTrue();
        assertThat(configuration.tracesUrl()).isEqualTo("https://collector:4318/v1/traces");
    }

    @Test
    void isSetByTheEnvironmentAlthoughOneNameBeginsWithAnother() {
        // Given
        PropertySource environment =
                new MapPropertySource(
                        "environment",
                        Map.of(
                                "PROMPTSTREAM_TRACING", "otlp",
                                "PROMPTSTREAM_TRACING_ENDPOINT", "http://collector:4318",
                                "PROMPTSTREAM_TRACING_RATIO", "0.5")) {
                    @Override
                    public PropertyConvention getConvention() {
                        return PropertyConvention.ENVIRONMENT_VARIABLE;
                    }
                };

        // When
        try (ApplicationContext context = ApplicationContext.run(environment)) {
            // Then
            assertThat(context.getBean(TracingConfiguration.class))
                    .isEqualTo(new TracingConfiguration("otlp", "http://collector:4318", 0.5));
        }
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> new TracingConfiguration("on", "http://127.0.0.1:4318", 1))
                .hasMessage("PROMPTSTREAM_TRACING is on; write off or otlp");
        assertThatThrownBy(() -> new TracingConfiguration("otlp", "127.0.0.1:4318", 1))
                .hasMessage("PROMPTSTREAM_TRACING_ENDPOINT is \"127.0.0.1:4318\"; write a base URL such as"
                        + " http://127.0.0.1:4318");
        assertThatThrownBy(() -> new TracingConfiguration("otlp", "http://127.0.0.1:4318", 2))
                .hasMessage("PROMPTSTREAM_TRACING_RATIO is 2.0; write a number from 0 to 1");
    }

    private static TracingConfiguration bind(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(TracingConfiguration.class);
        }
    }
}
