package io.promptstream.task.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.task.remote.call.RemoteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskServiceConfigurationTest {

    @Test
    void hasDefaults() {
        // When
        TaskServiceConfiguration configuration = bind(Map.of());

        // Then
        assertThat(configuration)
                .isEqualTo(new TaskServiceConfiguration(
                        null, "", 1, 8, 0, 0, Duration.ofSeconds(30), Duration.ofMinutes(2), 3));
        assertThat(configuration.modelDirectories()).isEmpty();
    }

    @Test
    void readsEachVariable() {
        // Given
        Map<String, Object> environment = new HashMap<>();
        environment.put("PROMPTSTREAM_MODEL_DIR", "/models/small");
        environment.put("PROMPTSTREAM_MODELS", "gpt2=/models/gpt2, other = /models/other");
        environment.put("PROMPTSTREAM_WORKERS", "3");
        environment.put("PROMPTSTREAM_REMOTE_CONCURRENCY", "16");
        environment.put("PROMPTSTREAM_REMOTE_CALLS_PER_SECOND", "5");
        environment.put("PROMPTSTREAM_REMOTE_TOKENS_PER_DAY", "100000");
        environment.put("PROMPTSTREAM_REMOTE_CALL_TIMEOUT", "PT10S");
        environment.put("PROMPTSTREAM_REMOTE_BATCH_TIMEOUT", "PT1M");
        environment.put("PROMPTSTREAM_REMOTE_ATTEMPTS", "4");
        assertThat(environment.keySet())
                .isEqualTo(DeclaredVariables.of(TaskServiceConfiguration.class).names());

        // When
        TaskServiceConfiguration configuration = bind(environment);

        // Then
        assertThat(configuration.workers()).isEqualTo(3);
        assertThat(configuration.remoteTokensPerDay()).isEqualTo(100_000);
        assertThat(configuration.remote())
                .isEqualTo(new RemoteSettings(16, 5, Duration.ofSeconds(10), Duration.ofMinutes(1), 4));
        assertThat(configuration.modelDirectories())
                .isEqualTo(Map.of(
                        "bundled", Path.of("/models/small"),
                        "gpt2", Path.of("/models/gpt2"),
                        "other", Path.of("/models/other")));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertThatThrownBy(() -> bind(Map.of("PROMPTSTREAM_WORKERS", "0")))
                .hasStackTraceContaining("PROMPTSTREAM_WORKERS is 0; write a number from 1");
        TaskServiceConfiguration nameless = bind(Map.of("PROMPTSTREAM_MODELS", "/models/gpt2"));
        assertThatThrownBy(nameless::modelDirectories).hasMessageContaining("write name=directory");
        TaskServiceConfiguration twice =
                bind(Map.of("PROMPTSTREAM_MODEL_DIR", "/a", "PROMPTSTREAM_MODELS", "bundled=/b"));
        assertThatThrownBy(twice::modelDirectories).hasMessageContaining("write another name");
    }

    private static TaskServiceConfiguration bind(Map<String, Object> environment) {
        PropertySource variables = new MapPropertySource("variables", environment) {
            @Override
            public PropertyConvention getConvention() {
                return PropertyConvention.ENVIRONMENT_VARIABLE;
            }
        };
        try (ApplicationContext context =
                ApplicationContext.builder().propertySources(variables).start()) {
            return context.getBean(TaskServiceConfiguration.class);
        }
    }
}
