package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceNameTest {
    private static final Map<String, String> POD = Map.of("HOSTNAME", "policy-2");

    @Test
    void aPodIsNamedAsItsHost() {
        assertThat(InstanceName.of(POD, "", 7)).isEqualTo("policy-2");
        assertThat(InstanceName.of(Map.of("HOSTNAME", "büro 1"), "", 7)).isEqualTo("b-ro-1");
    }

    @Test
    void processesOfOneHostDifferByTheirPorts() {
        assertThat(InstanceName.of(POD, "8091", 7)).isEqualTo("policy-2-8091");
        assertThat(InstanceName.of(POD, "9091", 8)).isEqualTo("policy-2-9091");
    }

    @Test
    void orByTheirProcessWhereThePortIsAny() {
        assertThat(InstanceName.of(POD, "0", 7)).isEqualTo("policy-2-p7");
        assertThat(InstanceName.of(POD, "-1", 8)).isEqualTo("policy-2-p8");
    }

    @Test
    void aHostWithoutAVariableHasANameToo() {
        assertThat(InstanceName.of(Map.of(), "8091", 7)).matches("[a-zA-Z0-9._-]+-8091");
    }
}
