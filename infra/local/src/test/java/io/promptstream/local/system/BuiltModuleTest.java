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
        var jar = packaged("0.1.0-SNAPSHOT");

        // When / Then
        assertThat(module.classPath()).isEqualTo(jar + File.pathSeparator + LIBRARY);
    }

    @Test
    void aVersionThatWasBuiltBeforeIsNotStarted() throws IOException {
        // Given
        Files.writeString(target.resolve("service.classpath"), LIBRARY);
        var old = packaged("0.1.0-SNAPSHOT");
        var newer = packaged("0.10.0-SNAPSHOT");
        Files.writeString(target.resolve("command-0.9.0-SNAPSHOT-sources.jar"), "sources");

        // When / Then
        assertThat(module.classPath()).isEqualTo(newer + File.pathSeparator + LIBRARY);

        // When the version goes back
        packaged("0.1.0-SNAPSHOT");

        // Then
        assertThat(module.classPath()).isEqualTo(old + File.pathSeparator + LIBRARY);
    }

    @Test
    void aJarThatIsGoneIsNotReplacedByAnother() throws IOException {
        // Given
        Files.writeString(target.resolve("service.classpath"), LIBRARY);
        packaged("0.1.0-SNAPSHOT");
        Files.delete(packaged("0.2.0-SNAPSHOT"));

        // When / Then
        assertThatThrownBy(module::classPath)
                .hasMessageContaining("infra/command is not built")
                .hasMessageContaining("command-0.2.0-SNAPSHOT.jar");
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

    /** Leaves what packaging leaves. */
    private Path packaged(String version) throws IOException {
        var noted = Files.createDirectories(target.resolve("maven-archiver")).resolve("pom.properties");
        Files.writeString(noted, "artifactId=command\ngroupId=org\nversion=" + version + "\n");
        return Files.writeString(target.resolve("command-" + version + ".jar"), "classes");
    }
}
