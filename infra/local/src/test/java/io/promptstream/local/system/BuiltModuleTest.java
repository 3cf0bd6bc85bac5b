package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltModuleTest {

    private static final String LIBRARY = "/repository/org/target/library/1.0/library-1.0.jar";

    @TempDir
    Path root;

    private Path target;
    private BuiltModule module;

    @BeforeEach
    void makeModule() throws IOException {
        target = Files.createDirectories(root.resolve("infra/command/target"));
        module = new BuiltModule(root, "infra/command");
    }

    @Test
    void itsOwnJarComesFirst() throws IOException {
        // Given
        Files.writeString(target.resolve("service.classpath"), LIBRARY + "\n");
        var jar = Files.writeString(target.resolve("command-0.1.0-SNAPSHOT.jar"), "classes");

        // When / Then
        assertThat(module.classPath()).isEqualTo(jar + File.pathSeparator + LIBRARY);
    }

    @Test
    void librariesAreWhatTheProjectHasNotBuilt() throws IOException {
        // Given
        var sibling = root.resolve("schemas/target/schemas-0.1.0-SNAPSHOT.jar");
        Files.writeString(target.resolve("service.classpath"), sibling + File.pathSeparator + LIBRARY);

        // When / Then
        assertThat(module.libraries()).containsExactly(Path.of(LIBRARY));
    }

    @Test
    void saysHowToBuildIt() {
        assertThatThrownBy(module::classPath)
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("infra/command is not built")
                .hasMessageContaining("./mvnw package");
    }
}
