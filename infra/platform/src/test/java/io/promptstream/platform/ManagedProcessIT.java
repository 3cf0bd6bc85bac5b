package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @Test
    void leavesAStartupCacheWhenItIsStoppedInOrderAfterItWasOfUse() throws Exception {
        // Given
        var caches = directory.resolve("caches");

        // When / Then
        serve(caches, true).kill();
        assertThat(caches).isEmptyDirectory();

        serve(caches, false).stop(PATIENCE);
        assertThat(caches).isEmptyDirectory();

        serve(caches, true).stop(Duration.ZERO);
        assertThat(caches).isDirectoryContaining("glob:**.jsa");
        assertThat(cacheOf(caches).isBeingMade()).isFalse();
        serve(caches, true).stop(PATIENCE);
    }

    /** A JVM that serves files until it is told to end. */
    private ManagedProcess serve(Path caches, boolean awaitIt) throws IOException {
        var cache = cacheOf(caches);
        var command = new ArrayList<>(List.of(JavaRuntime.current().executable().toString()));
        command.addAll(cache.options());
        command.addAll(List.of("-cp", StartupCacheIT.picocli(), "-m", "jdk.httpserver", "-p", "0"));
        var log = Files.createTempFile(directory, "server", ".log");
        var started = ManagedProcess.start("file server", command, directory, log, cache);
        if (awaitIt) {
            started.awaitReady(() -> contentOf(log.toFile()).contains("Serving"), PATIENCE);
        }
        return started;
    }

    private static StartupCache cacheOf(Path caches) {
        return StartupCache.of(caches, JavaRuntime.current(), StartupCacheIT.picocli(), false);
    }

    private ManagedProcess sleepIn(Path folder) {
        return ManagedProcess.start("sleep", List.of("sleep", "60"), folder, directory.resolve("sleep.log"));
    }
}
