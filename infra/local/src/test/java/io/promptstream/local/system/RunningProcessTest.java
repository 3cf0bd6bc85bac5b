package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningProcessTest {

    @Test
    void anotherProcessWithTheSameNumberIsNotIt() {
        // Given this JVM
        var self = RunningProcess.of("self", ProcessHandle.current().pid(), "", "");

        // Then
        assertThat(self.runs()).isTrue();
        assertThat(startedEarlier(self, Duration.ofHours(1)).runs()).isFalse();
        // As the clock is set, the system tells another time of the start.
        assertThat(startedEarlier(self, Duration.ofSeconds(1)).runs()).isTrue();
    }

    private static RunningProcess startedEarlier(RunningProcess process, Duration by) {
        return new RunningProcess(
                process.name(), process.pid(), process.startedAt().minus(by), process.address(), process.log());
    }
}
