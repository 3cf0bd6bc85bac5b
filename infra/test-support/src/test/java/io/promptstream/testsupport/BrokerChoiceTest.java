package io.promptstream.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BrokerChoiceTest {

    @Test
    void readsThePropertysValues() {
        assertThat(BrokerChoice.of("docker")).isEqualTo(BrokerChoice.DOCKER);
        assertThat(BrokerChoice.of("embedded")).isEqualTo(BrokerChoice.EMBEDDED);
        assertThat(BrokerChoice.of("auto")).isEqualTo(BrokerChoice.AUTO);
        assertThat(BrokerChoice.of("")).isEqualTo(BrokerChoice.AUTO);
    }

    @Test
    void saysWhatMayBeWritten() {
        assertThatThrownBy(() -> BrokerChoice.of("podman"))
                .hasMessageContaining("podman")
                .hasMessageContaining("docker, embedded");
    }
}
