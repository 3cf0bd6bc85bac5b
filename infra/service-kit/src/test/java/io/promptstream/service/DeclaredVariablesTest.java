package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeclaredVariablesTest {
    @Test
    void namesOneForEachComponentOfAConfiguration() {
        assertThat(DeclaredVariables.of(Sample.class).names())
                .containsExactlyInAnyOrder(
                        "PROMPTSTREAM_TASK_SAMPLE_TICK", "PROMPTSTREAM_TASK_SAMPLE_REMOTE_CALLS_PER_SECOND");
    }

    @ConfigurationProperties("promptstream.task-sample")
    record Sample(Duration tick, int remoteCallsPerSecond) {}
}
