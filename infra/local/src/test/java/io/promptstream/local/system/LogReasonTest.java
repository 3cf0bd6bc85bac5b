package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReasonTest {

    @TempDir
    Path folder;

    @Test
    void theLastErrorsDeepestCauseIsTheReason() {
        assertThat(LogReason.of(List.of(
                        "10:00:00.000 ERROR Startup                  an earlier one",
                        "10:00:01.000 INFO  Startup                  continues",
                        "10:00:02.000 ERROR Micronaut                Error starting Micronaut server: bean failed",
                        "io.micronaut.BeanInstantiationException: bean failed",
                        "\tat io.micronaut.X.y(X.java:1)",
                        "Caused by: java.lang.IllegalStateException: cannot load model",
                        "\tat io.promptstream.X.y(X.java:1)",
                        "Caused by: java.lang.IllegalArgumentException: config.json has no n_layer",
                        "\t... 12 more")))
                .contains("config.json has no n_layer");
        assertThat(LogReason.of(List.of("10:00:02.000 ERROR Startup                  PROMPTSTREAM_X is not known")))
                .contains("PROMPTSTREAM_X is not known");
        assertThat(LogReason.of(List.of("Error: Could not find or load main class io.promptstream.X")))
                .contains("Error: Could not find or load main class io.promptstream.X");
        assertThat(LogReason.of(List.of("10:00:01.000 INFO  Startup                  no errors")))
                .isEmpty();
    }

    @Test
    void earlierLivesOfTheProcessDoNotCount() throws IOException {
        // Given
        var log = folder.resolve("a.log");
        Files.writeString(log, "10:00:00.000 ERROR A b\n");
        long from = Files.size(log);

        // When
        Files.writeString(log, Files.readString(log) + "10:00:00.000 INFO  A fine\n");

        // Then
        assertThat(LogReason.of(log, 0)).contains("b");
        assertThat(LogReason.of(log, from)).isEmpty();
        assertThat(LogReason.of(folder.resolve("none.log"), 0)).isEmpty();
    }
}
