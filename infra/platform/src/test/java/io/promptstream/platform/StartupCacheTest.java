package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupCacheTest {
    private static final String MAKE = "-XX:ArchiveClassesAtExit=";
    private static final String USE = "-XX:SharedArchiveFile=";

    @TempDir
    Path directory;

    private Path folder;
    private Path java;
    private Path jar;

    @BeforeEach
    void build() throws IOException {
        folder = directory.resolve("caches");
        java = Files.writeString(directory.resolve("java"), "java");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        jar = Files.writeString(directory.resolve("service.jar"), "classes");
        build(0);
    }

    @Test
    void isMadeByALifeThatFindsNoneAndUsedByTheNext() throws IOException {
        // Given
        var first = cache();
        assertThat(first.isBeingMade()).isTrue();

        // When
        Files.writeString(written(first), "cache");
        first.end(true);

        // Then
        var next = cache();
        assertThat(next.isBeingMade()).isFalse();
        assertThat(used(next)).hasContent("cache");
        next.end(true);
        assertThat(content()).containsExactly(used(next));
        assertThat(cache(true).options()).isEqualTo(next.options());
    }

    @Test
    void isMadeByOneLifeAtATime() throws IOException {
        // Given
        var first = cache();

        // When
        var meanwhile = cache();

        // Then
        assertThat(meanwhile.options()).isEmpty();
        meanwhile.end(true);
        assertThat(cache().options()).isEmpty();
        first.end(false);
        var next = cache();
        assertThat(next.isBeingMade()).isTrue();
        assertThat(written(next)).isNotEqualTo(written(first));
        first.end(true);
        assertThat(cache().options()).isEmpty();
    }

    @Test
    void isNotMadeByALifeThatHasToBeQuick() {
        // When
        var cache = cache(true);

        // Then
        assertThat(cache.options()).isEmpty();
        assertThat(cache.isBeingMade()).isFalse();
        assertThat(folder).doesNotExist();
        assertThat(cache().isBeingMade()).isTrue();
    }

    @Test
    void isNotTakenFromALifeThatWasKilled() throws IOException {
        // Given
        var killed = cache();
        Files.writeString(written(killed), "half of a ca");

        // When
        killed.end(false);

        // Then
        assertThat(content()).isEmpty();
        assertThat(cache().isBeingMade()).isTrue();
    }

    @Test
    void isOfOneBuildAndOneJavaAndTheTwoThatWereUsedLastStay() throws IOException {
        // Given
        make("first build");
        build(1);
        make("second build");
        Files.setLastModifiedTime(used(cache()), FileTime.from(Instant.EPOCH.plusSeconds(1)));
        build(0);
        assertThat(used(cache())).hasContent("first build");

        // When
        build(2);
        make("third build");

        // Then
        assertThat(content()).extracting(Files::readString).containsExactlyInAnyOrder("first build", "third build");
        Files.writeString(java, "another java");
        assertThat(cache().isBeingMade()).isTrue();
    }

    @Test
    void whatALauncherLeftBehindThatIsGoneIsDeleted() throws Exception {
        // Given
        make("cache");
        var gone = new ProcessBuilder("true").start();
        gone.waitFor();
        var forgotten = Files.createDirectory(folder.resolve("making-" + gone.pid() + "-1"));
        Files.writeString(forgotten.resolve("half.jsa"), "half of a ca");
        var neighbours = Files.createDirectory(
                folder.resolve("making-" + ProcessHandle.current().pid() + "-1"));

        // When
        var cache = cache();

        // Then
        assertThat(content()).containsExactlyInAnyOrder(used(cache), neighbours);
    }

    @Test
    void isOfJarsOnly() {
        // When
        var cache = StartupCache.of(folder, new JavaRuntime(java), jar + File.pathSeparator + directory, false);

        // Then
        assertThat(cache.options()).isEmpty();
        assertThat(cache.isBeingMade()).isFalse();
        assertThat(folder).doesNotExist();
    }

    @Test
    void theProgramRunsWithoutWhereNoneCanBeKept() throws IOException {
        // Given
        var made = cache();
        Files.writeString(written(made), "cache");
        FileUtils.deleteDirectory(folder.toFile());
        Files.writeString(folder, "a file, where a folder is wanted");

        // When
        made.end(true);

        // Then
        assertThat(cache().options()).isEmpty();
        assertThat(folder).isRegularFile();
    }

    private void build(int version) throws IOException {
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.plusSeconds(version)));
    }

    private void make(String content) throws IOException {
        var cache = cache();
        Files.writeString(written(cache), content);
        cache.end(true);
    }

    private StartupCache cache() {
        return cache(false);
    }

    private StartupCache cache(boolean again) {
        return StartupCache.of(folder, new JavaRuntime(java), jar.toString(), again);
    }

    private List<Path> content() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Path written(StartupCache cache) {
        return file(cache, MAKE);
    }

    private static Path used(StartupCache cache) {
        return file(cache, USE);
    }

    private static Path file(StartupCache cache, String option) {
        return cache.options().stream()
                .filter(text -> text.startsWith(option))
                .map(text -> Path.of(text.substring(option.length())))
                .findAny()
                .orElseThrow();
    }
}
