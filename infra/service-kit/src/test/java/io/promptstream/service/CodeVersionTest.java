package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodeVersionTest {
    @Test
    void theBuildWritesIt() {
        assertThat(CodeVersion.ofBuild().name()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?(\\+[0-9a-f]{7,})?");
    }

    @Test
    void theCommitIsPartOfItWhereThereIsOne() {
        assertThat(CodeVersion.of("0.1.0", "1a2b3c4").name()).isEqualTo("0.1.0+1a2b3c4");
        assertThat(CodeVersion.of("0.1.0", "").name()).isEqualTo("0.1.0");
    }

    @Test
    void whatNoBuildFilledInIsNoVersion() {
        assertThatThrownBy(() -> new CodeVersion("${project.version}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("build with Maven");
    }
}
