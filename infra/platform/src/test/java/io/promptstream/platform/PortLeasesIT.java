package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortLeasesIT {

    @TempDir
    Path directory;

    @Test
    void areKeptFromOtherProcessesUntilTheirOwnEnds() throws Exception {
        // Given
        var file = directory.resolve("ports");
        var leases = PortLeases.in(file);
        var other = start(file, 20_001);
        try (var output = other.inputReader()) {
            // Then
            assertThat(output.readLine()).isEqualTo("true");
            assertThat(leases.lease(20_001)).isFalse();
            assertThat(leases.lease(20_002)).isTrue();
            assertThat(leases.lease(20_002)).as("leased by this JVM").isFalse();
            assertThat(leaseElsewhere(file, 20_002)).isEqualTo("false");

            // When
            other.destroyForcibly().waitFor();

            // Then
            assertThat(leases.lease(20_001)).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    private static String leaseElsewhere(Path file, int port) throws IOException {
        var process = start(file, port);
        try (BufferedReader output = process.inputReader()) {
            return output.readLine();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(Path file, int port) throws IOException {
        var command = List.of(
                JavaRuntime.current().executable().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tenant.class.getName(),
                file.toString(),
                Integer.toString(port));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Leases a port, says whether it could, and keeps it until it is killed. */
    static final class Tenant {

        private Tenant() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(PortLeases.in(Path.of(arguments[0])).lease(Integer.parseInt(arguments[1])));
            Thread.currentThread().join();
        }
    }
}
