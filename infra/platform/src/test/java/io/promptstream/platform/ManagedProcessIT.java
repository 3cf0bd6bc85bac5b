package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessIT {

    @TempDir
    Path directory;

    @Test
    void isFoundByTheDirectoryThatItWorksInUntilItEnds() {
        // Given two systems side by side
        var system = directory.resolve("system");
        var other = directory.resolve("system-2");
        var inside = sleepIn(system.resolve("logs"));
        var outside = sleepIn(other);
        try {
            // Then
            assertThat(ManagedProcess.startedIn(system))
                    .extracting(ProcessHandle::pid)
                    .containsExactly(inside.pid());
            assertThat(ManagedProcess.startedIn(other))
                    .extracting(ProcessHandle::pid)
                    .containsExactly(outside.pid());
            assertThat(ManagedProcess.startedIn(directory))
                    .extracting(ProcessHandle::pid)
                    .containsExactlyInAnyOrder(inside.pid(), outside.pid());

            // When
            inside.kill();

            // Then
            assertThat(ManagedProcess.startedIn(system)).isEmpty();
            assertThat(outside.isAlive()).isTrue();
        } finally {
            inside.kill();
            outside.kill();
        }
    }

    private ManagedProcess sleepIn(Path folder) {
        return ManagedProcess.start("sleep", List.of("sleep", "60"), folder, directory.resolve("sleep.log"));
    }
}
