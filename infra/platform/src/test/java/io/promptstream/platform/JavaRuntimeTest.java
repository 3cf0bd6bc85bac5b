package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JavaRuntimeTest {

    @Test
    void readsTheFeatureReleaseFromWhatJavaPrints() {
        assertThat(JavaRuntime.featureOf("openjdk 25.0.1 2025-10-21 LTS")).isEqualTo(25);
        assertThat(JavaRuntime.featureOf("java 21 2023-09-19 LTS")).isEqualTo(21);
        assertThat(JavaRuntime.featureOf("no such thing")).isZero();
    }

    @Test
    void saysWhatToGiveInsteadOfAFileThatIsNotThere() {
        assertThatThrownBy(() -> new JavaRuntime(Path.of("/no/such/java")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/java")
                .hasMessageContaining("bin/java");
    }
}
