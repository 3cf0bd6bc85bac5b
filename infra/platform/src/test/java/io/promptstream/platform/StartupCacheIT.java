package io.promptstream.platform;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real JVM, in which a program prints its help. */
class StartupCacheIT {
    private static final JavaRuntime JAVA = JavaRuntime.current();
    private static final String HELP = "Usage: picocli.AutoComplete";

    @TempDir
    Path directory;

    private Path folder;
    private Path classes;

    @BeforeEach
    void namePlaces() {
        folder = directory.resolve("caches");
        classes = directory.resolve("classes.log");
    }

    @Test
    void aJvmMakesItAndTheNextOneUsesItWhateverItsOtherOptions() throws Exception {
        // When
        var maker = cache();
        var first = run(maker, "-Xmx128m", "-XX:+UseSerialGC");
        maker.end(true);

        // Then
        assertThat(first).startsWith(HELP);
        assertThat(usedTheArchive()).isFalse();
        var user = cache();
        assertThat(user.isBeingMade()).isFalse();
        var second = run(user, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        assertThat(second).isEqualTo(first);
        assertThat(usedTheArchive()).isTrue();
    }

    @Test
    void aJvmThatCannotUseItStartsWithoutAWord() throws Exception {
        // Given
        var maker = cache();
        var expected = run(maker, "-XX:+UseSerialGC");
        maker.end(true);
        var user = cache();

        // When
        cutInHalf();
        var half = run(user, "-XX:+UseSerialGC");

        // Then
        assertThat(half).isEqualTo(expected);
        assertThat(usedTheArchive()).isFalse();

        // When
        Files.write(file(), new byte[1 << 20]);
        var zeroes = run(user, "-XX:+UseSerialGC");

        // Then
        assertThat(zeroes).isEqualTo(expected);
        assertThat(usedTheArchive()).isFalse();
    }

    /** Whether any of the program's classes came from the archive; some are too old to be in one. */
    private boolean usedTheArchive() throws IOException {
        return Files.readAllLines(classes).stream()
                .anyMatch(text -> text.contains(" picocli.") && text.contains("source: shared objects file (top)"));
    }

    private Path file() throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().orElseThrow();
        }
    }

    private void cutInHalf() throws IOException {
        try (var channel = Files.newByteChannel(file(), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
    }

    private StartupCache cache() {
        return StartupCache.of(folder, JAVA, picocli(), false);
    }

    /** A jar with programs of no great size. */
    static String picocli() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.matches(".*picocli-[0-9.]+\\.jar"))
                .findAny()
                .orElseThrow();
    }

    /** What the program prints. */
    private String run(StartupCache cache, String... options) throws IOException {
        var command = new ArrayList<>(List.of(JAVA.executable().toString()));
        command.addAll(List.of(options));
        command.addAll(cache.options());
        command.add("-Xlog:class+load:file=" + classes);
        command.addAll(List.of("-cp", picocli(), "picocli.AutoComplete", "--help"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Of these a JVM tells, and here every word counts.
        builder.environment().remove("JDK_JAVA_OPTIONS");
        var process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
