package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodeVersionTest {
    @Test
    void theBuildWritesIt() {
        assertThat(CodeVersion.ofBuild().name()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void whatNoBuildFilledInIsNoVersion() {
        assertThatThrownBy(() -> new CodeVersion("${project.version}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("build with Maven");
    }
}
