package io.promptstream.reward.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FirstBytesTest {

    @Test
    void leavesACharacterOutThatTheCutGoesThrough() {
        // Given
        byte[] value = ("x" + "\u20ac".repeat(2_000)).getBytes(StandardCharsets.UTF_8);

        // Then
        assertThat((FirstBytes.MOST - 1) % 3).isEqualTo(0);
        assertThat(FirstBytes.text(value)).isEqualTo("x" + "\u20ac".repeat(1_365));
        assertThat(FirstBytes.text(Arrays.copyOfRange(value, 1, value.length))).isEqualTo("\u20ac".repeat(1_365));
        assertThat(FirstBytes.hex(value)).hasSize(2 * FirstBytes.MOST);
    }

    @Test
    void knowsWhatIsNoText() {
        assertThat(FirstBytes.text("\u20ac".getBytes(StandardCharsets.UTF_8))).isEqualTo("\u20ac");
        assertThat(FirstBytes.text(new byte[] {(byte) 0xe2, (byte) 0x82})).isNull();
        assertThat(FirstBytes.text(new byte[] {'a', (byte) 0xff, 'b'})).isNull();
        assertThat(FirstBytes.text(new byte[0])).isEmpty();
    }
}
