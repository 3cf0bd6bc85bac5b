package io.promptstream.task.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import io.promptstream.task.app.answer.LaneState;
import io.promptstream.task.app.answer.LaneView;
import io.promptstream.task.app.configuration.TaskServiceConfiguration;
import io.promptstream.task.execution.LaneKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneHealthTest {
    private static final LaneKey REMOTE = new LaneKey.Remote(URI.create("http://one/v1"), Optional.of("ONE_API_KEY"));
    private static final LaneKey LOCAL = new LaneKey.Local("tiny");

    private final LaneHealth health = new LaneHealth(
            new LaneView(),
            new TaskServiceConfiguration(null, "", 1, 8, 0, 0, Duration.ofSeconds(30), Duration.ofMinutes(2), 3));

    @Test
    void isUpWithoutWork() {
        assertThat(health.result(List.of()).getStatus()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void isUpWhileAnEndpointFailsAndSaysSo() {
        // When
        HealthResult result = health.result(List.of(
                state(REMOTE, Duration.ofMinutes(2), 40, "the endpoint is unavailable"), state(LOCAL, Duration.ZERO)));

        // Then
        assertThat(result.getStatus()).isEqualTo(HealthStatus.UP);
        assertThat(result.getDetails().toString())
                .contains(
                        "endpoint http://one/v1 with ONE_API_KEY=3 waiting, 2 in flight; the last 40 failed: the endpoint is unavailable");
    }

    @Test
    void isDownWhenASliceOutlivesItsLimit() {
        assertThat(health.result(List.of(state(REMOTE, Duration.ofMinutes(3).plusSeconds(1))))
                        .getStatus())
                .isEqualTo(HealthStatus.DOWN);
        assertThat(health.result(List.of(state(LOCAL, Duration.ofMinutes(5).plusSeconds(1))))
                        .getStatus())
                .isEqualTo(HealthStatus.DOWN);
        assertThat(health.result(List.of(state(LOCAL, Duration.ofMinutes(4)))).getStatus())
                .isEqualTo(HealthStatus.UP);
    }

    private static LaneState state(LaneKey lane, Duration slice) {
        return state(lane, slice, 0, null);
    }

    private static LaneState state(LaneKey lane, Duration slice, int failures, @Nullable String last) {
        return new LaneState(lane, 3, 2, slice, failures, last);
    }
}
