package io.promptstream.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryArchiveIT {

    @TempDir
    Path directory;

    private Path cache;

    @BeforeEach
    void nameTheCache() {
        cache = directory.resolve("cache");
    }

    @Test
    void unpacksOnce() throws Exception {
        // Given
        var archive = archive(Map.of("quarkus-run.jar", "jar", "lib/main/one.jar", "one"));

        // When
        var home = RegistryArchive.unpacked(archive, cache);
        Files.writeString(home.resolve("quarkus-run.jar"), "unpacked before");
        var again = RegistryArchive.unpacked(archive, cache);

        // Then
        assertThat(again).isEqualTo(home);
        assertThat(home.resolve("quarkus-run.jar")).hasContent("unpacked before");
        assertThat(home.resolve("lib/main/one.jar")).hasContent("one");
    }

    @Test
    void severalMayUnpackAtOnceAndLeaveNothingBehind() throws Exception {
        // Given
        var archive = archive(Map.of("quarkus-run.jar", "jar"));

        // When
        var homes = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> RegistryArchive.unpacked(archive, cache)))
                .toList();

        // Then
        assertThat(homes.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        try (var left = Files.list(cache)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void refusesAnArchiveThatWritesElsewhere() throws Exception {
        var archive = archive(Map.of("../outside", "x"));

        assertThatThrownBy(() -> RegistryArchive.unpacked(archive, cache))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("../outside");
        assertThat(cache.resolve("outside")).doesNotExist();
    }

    @Test
    void saysWhereTheArchiveShouldBe() {
        var missing = directory.resolve("missing.tar.gz");
        assertThatThrownBy(() -> RegistryArchive.unpacked(missing, cache))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("missing.tar.gz")
                .hasMessageContaining("promptstream.registry.archive");
    }

    private Path archive(Map<String, String> files) throws IOException {
        var archive = directory.resolve("registry.tar.gz");
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            for (var file : files.entrySet()) {
                var content = file.getValue().getBytes(UTF_8);
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
