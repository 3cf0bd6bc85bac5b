package io.promptstream.policy.app.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.promptstream.policy.app.RunningService;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCheckConfigurationTest {

    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new TaskCheckConfiguration(Duration.ofSeconds(10)));
    }

    @Test
    void takesEverythingFromSettings() {
        assertThat(bound(Map.of("promptstream.task-check.timeout", "PT0S")))
                .isEqualTo(new TaskCheckConfiguration(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT2M"})
    void saysWhatToWriteInstead(String timeout) {
        assertThatThrownBy(() -> bound(Map.of("promptstream.task-check.timeout", timeout)))
                .isInstanceOf(BeanInstantiationException.class)
                .hasMessageContaining("PROMPTSTREAM_TASK_CHECK_TIMEOUT is %s; write a duration".formatted(timeout));
    }

    /** The context holds the language model, which has to be there. */
    private static TaskCheckConfiguration bound(Map<String, Object> settings) {
        try (ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of("promptstream.model.dir", RunningService.MODEL.toString()))
                .propertySources(PropertySource.of(settings))
                .environmentPropertySource(false)
                .start()) {
            return context.getBean(TaskCheckConfiguration.class);
        }
    }
}
