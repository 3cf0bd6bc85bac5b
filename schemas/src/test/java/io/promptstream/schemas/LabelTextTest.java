package io.promptstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caf\u00e9",
                "cafe\u0301",
                " caf\u00e9\t",
                "\ufeffcaf\u00e9",
                "caf\u00e9\u200b\u00a0",
                "\uff43af\u00e9\r\n"
            })
    void formsOfTheSameLabelAreEqual(String form) {
        assertThat(LabelText.same("caf\u00e9", form)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "cafe", "Caf\u00e9", "ca f\u00e9", "\u200bcaf\u00e9s"})
    void otherLabelsAreNot(String other) {
        assertThat(LabelText.same("caf\u00e9", other)).isFalse();
    }
}
