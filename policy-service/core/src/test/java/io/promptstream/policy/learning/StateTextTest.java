package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTextTest {
    /** Bytes of a character in {@code writeUTF}'s form: 1, 2 (also U+0000) and 3. */
    @ParameterizedTest
    @CsvSource({
        "97, 65535, true",
        "97, 65536, false",
        "0, 32767, true",
        "0, 32768, false",
        "8364, 21845, true",
        "8364, 21846, false"
    })
    void isTheTextItselfAsFarAsItCanBeWritten(int character, int length, boolean fits) {
        String text = Character.toString(character).repeat(length);
        String written = StateText.of(text);
        assertThat(written.equals(text)).isEqualTo(fits);
        assertThatCode(() -> new DataOutputStream(new ByteArrayOutputStream()).writeUTF(written))
                .doesNotThrowAnyException();
        assertThat(StateText.of(text + "b")).isNotEqualTo(written);
    }
}
