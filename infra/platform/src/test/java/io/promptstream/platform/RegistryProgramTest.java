package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryProgramTest {

    @TempDir
    Path home;

    @Test
    void whatQuarkusHasChangedComesFirst() throws IOException {
        // Given
        writeAll();
        write("quarkus/transformed-bytecode.jar");
        write("lib/main/notes.txt");

        // When
        var classPath = RegistryProgram.classPath(home);

        // Then
        assertThat(names(classPath))
                .containsExactly(
                        "quarkus/transformed-bytecode.jar",
                        "quarkus/generated-bytecode.jar",
                        "app/registry.jar",
                        "lib/main/a.jar",
                        "lib/main/b.jar",
                        "lib/boot/runner.jar");
    }

    @Test
    void quarkusNeedNotHaveChangedAnything() throws IOException {
        // Given
        writeAll();

        // When
        var classPath = RegistryProgram.classPath(home);

        // Then
        assertThat(names(classPath)).startsWith("quarkus/generated-bytecode.jar", "app/registry.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quarkus/generated-bytecode.jar", "lib/main"})
    void anotherLayoutIsRefused(String missing) throws IOException {
        // Given
        writeAll();
        FileUtils.forceDelete(home.resolve(missing).toFile());

        // When, then
        assertThatThrownBy(() -> RegistryProgram.classPath(home))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(missing)
                .hasMessageContaining(RegistrySettings.ARCHIVE_PROPERTY);
    }

    private List<String> names(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(jar -> home.relativize(Path.of(jar)).toString())
                .toList();
    }

    private void writeAll() throws IOException {
        for (var jar : List.of(
                "quarkus/generated-bytecode.jar",
                "app/registry.jar",
                "lib/main/b.jar",
                "lib/main/a.jar",
                "lib/boot/runner.jar")) {
            write(jar);
        }
    }

    private void write(String name) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
