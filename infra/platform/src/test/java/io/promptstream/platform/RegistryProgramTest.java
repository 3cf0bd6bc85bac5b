package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryProgramTest {

    @TempDir
    Path home;

    @Test
    void whatQuarkusHasChangedComesFirst() throws IOException {
        // Given
        for (var jar : new String[] {"app/registry.jar", "lib/main/b.jar", "lib/main/a.jar", "lib/boot/runner.jar"}) {
            write(jar);
        }
        write("lib/main/notes.txt");

        // When
        var classPath = RegistryProgram.classPath(home);

        // Then
        assertThat(Arrays.stream(classPath.split(File.pathSeparator))
                        .map(jar -> home.relativize(Path.of(jar)).toString()))
                .containsExactly(
                        "quarkus/transformed-bytecode.jar",
                        "quarkus/generated-bytecode.jar",
                        "app/registry.jar",
                        "lib/main/a.jar",
                        "lib/main/b.jar",
                        "lib/boot/runner.jar");
    }

    @Test
    void anotherLayoutIsRefused() throws IOException {
        // Given
        write("app/registry.jar");

        // When, then
        assertThatThrownBy(() -> RegistryProgram.classPath(home))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(home.resolve("lib/main").toString())
                .hasMessageContaining(RegistrySettings.ARCHIVE_PROPERTY);
    }

    private void write(String name) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }
}
