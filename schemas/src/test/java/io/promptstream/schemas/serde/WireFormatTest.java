package io.promptstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {

    @Test
    void writesTheMagicByteAndTheIdBigEndian() {
        // Given
        var out = new ByteArrayOutputStream();

        // When
        WireFormat.writeHeader(out, 0x01020384);

        // Then
        assertThat(out.toByteArray()).containsExactly(0, 1, 2, 3, 0x84);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 70_000, Integer.MAX_VALUE})
    void readsTheIdThatWasWritten(int id) {
        var out = new ByteArrayOutputStream();
        WireFormat.writeHeader(out, id);
        assertThat(WireFormat.readId(out.toByteArray())).isEqualTo(id);
    }

    @Test
    void saysThatAValueIsTooShort() {
        assertThatThrownBy(() -> WireFormat.readId(new byte[] {0, 0, 0, 1}))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("4 bytes");
    }

    @Test
    void saysThatAValueBeginsWithAnotherByte() {
        assertThatThrownBy(() -> WireFormat.readId("{\"json\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(WireFormatException.class)
                .hasMessageContaining("byte 123");
    }
}
