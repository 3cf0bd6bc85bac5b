package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real JVM, in which a program prints its help. */
class StartupCacheIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String HELP = "Usage: picocli.AutoComplete";

    @TempDir
    Path folder;

    private record Ended(int status, String output) {}

    @Test
    void aJvmMakesItAndTheNextOneUsesItWhateverItsOtherOptions() throws Exception {
        // When
        var maker = cache();
        var first = run(maker, List.of("-Xmx128m", "-XX:+UseSerialGC"));
        maker.end(true);

        // Then
        assertThat(first.output()).contains(HELP);
        var user = cache();
        assertThat(user.isBeingMade()).isFalse();
        // A JVM in this mode ends where it cannot use its cache.
        var second = run(user, List.of("-XX:AOTMode=on", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        assertThat(second.output()).startsWith(HELP);
        assertThat(second.status()).isEqualTo(first.status());
    }

    @Test
    void aJvmThatCannotUseItStartsWithoutAWord() throws Exception {
        // Given
        var maker = cache();
        run(maker, List.of("-XX:+UseSerialGC"));
        maker.end(true);
        var user = cache();

        // When
        var otherCollector = run(user, List.of("-XX:+UseParallelGC"));
        cutInHalf();
        var half = run(user, List.of("-XX:+UseSerialGC"));
        var halfInsisting = run(user, List.of("-XX:+UseSerialGC", "-XX:AOTMode=on"));

        // Then
        assertThat(otherCollector.output()).startsWith(HELP);
        assertThat(half.output()).startsWith(HELP);
        assertThat(halfInsisting.output()).doesNotContain(HELP);
    }

    private void cutInHalf() throws IOException {
        try (var files = Files.list(folder)) {
            var file = files.findAny().orElseThrow();
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() / 2);
            }
        }
    }

    private StartupCache cache() {
        return StartupCache.of(folder, JAVA, picocli());
    }

    private static String picocli() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.matches(".*picocli-[0-9.]+\\.jar"))
                .findAny()
                .orElseThrow();
    }

    private static Ended run(StartupCache cache, List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(options);
        command.addAll(cache.options());
        command.addAll(List.of("-cp", picocli(), "picocli.AutoComplete", "--help"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
