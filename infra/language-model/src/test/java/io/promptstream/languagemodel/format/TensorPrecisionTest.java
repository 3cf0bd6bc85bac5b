package io.promptstream.languagemodel.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TensorPrecisionTest {

    @ParameterizedTest
    @CsvSource({"F32, 0", "F16, 0.0005", "BF16, 0.004"})
    void keepsNumbersToItsPrecision(TensorPrecision precision, float relativeError) {
        for (float value : new float[] {0f, -1f, 0.1f, -3.14159f, 1234.5f}) {
            // Given
            MemorySegment data = MemorySegment.ofArray(new byte[2 * precision.bytes()]);
            // When
            precision.write(data, 1, value);
            // Then
            Offset<Float> error = within(Math.abs(value) * relativeError);
            assertThat(precision.read(data, 1)).isCloseTo(value, error);
        }
    }

    @Test
    void readsTheBytesThatPytorchWrites() {
        // Given
        MemorySegment half = MemorySegment.ofArray(new byte[] {0x00, 0x3e});
        MemorySegment brain = MemorySegment.ofArray(new byte[] {(byte) 0xc0, 0x3f});
        MemorySegment single = MemorySegment.ofArray(new byte[] {0x00, 0x00, (byte) 0xc0, 0x3f});
        // When // Then
        assertThat(TensorPrecision.F16.read(half, 0)).isEqualTo(1.5f);
        assertThat(TensorPrecision.BF16.read(brain, 0)).isEqualTo(1.5f);
        assertThat(TensorPrecision.F32.read(single, 0)).isEqualTo(1.5f);
    }

    @Test
    void roundsToTheNearestBrainFloat() {
        // Given: 1 + 3/256 lies in the middle between its neighbours, of which 1 + 4/256 has the even last bit
        MemorySegment data = MemorySegment.ofArray(new byte[2]);
        // When
        TensorPrecision.BF16.write(data, 0, 1f + 3f / 256);
        // Then
        assertThat(TensorPrecision.BF16.read(data, 0)).isEqualTo(1f + 4f / 256);
    }
}
