package io.promptstream.task.app.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedOffsetsTest {
    /** A broker's default of {@code offset.metadata.max.bytes}. */
    private static final int LONGEST = 4096;

    private static final long COMMITTED = 3_000_000_000L;

    @Test
    void nothingFinishedIsNoMetadata() {
        assertThat(FinishedOffsets.write(COMMITTED, new TreeSet<>())).isEmpty();
        assertThat(FinishedOffsets.read(COMMITTED, "")).hasValue(new TreeSet<>());
    }

    @Test
    void aFewRunsTakeAFewCharacters() {
        // Given
        NavigableSet<Long> finished = offsets(LongStream.rangeClosed(1, 5000));
        finished.addAll(offsets(LongStream.rangeClosed(6000, 20_000)));

        // When
        String metadata = FinishedOffsets.write(COMMITTED, finished);

        // Then
        assertThat(metadata).hasSizeLessThan(16);
        assertThat(FinishedOffsets.read(COMMITTED, metadata)).hasValue(finished);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5, 0.9, 0.999, 1})
    void whateverIsFinishedFitsAndIsReadBack(double share) {
        // Given
        Random random = new Random(1);
        NavigableSet<Long> finished =
                offsets(LongStream.range(1, FinishedOffsets.SPAN).filter(distance -> random.nextDouble() < share));

        // When
        String metadata = FinishedOffsets.write(COMMITTED, finished);

        // Then
        assertThat(metadata).hasSizeLessThanOrEqualTo(LONGEST);
        assertThat(FinishedOffsets.read(COMMITTED, metadata)).hasValue(finished);
    }

    @Test
    void everySecondOffsetFits() {
        // Given
        NavigableSet<Long> finished =
                offsets(LongStream.range(1, FinishedOffsets.SPAN).filter(distance -> distance % 2 == 1));

        // When
        String metadata = FinishedOffsets.write(COMMITTED, finished);

        // Then
        assertThat(metadata).hasSizeLessThanOrEqualTo(LONGEST);
        assertThat(FinishedOffsets.read(COMMITTED, metadata)).hasValue(finished);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "r!", "b*", "by a tool", "consumer-1", "r/////w", "rgICAgA", "r//8D//8D//8D"})
    void whatOthersWroteIsNotMisread(String metadata) {
        assertThat(FinishedOffsets.read(COMMITTED, metadata)).isEmpty();
    }

    @Test
    void refusesWhatWouldNotFit() {
        assertThatThrownBy(() -> FinishedOffsets.write(COMMITTED, offsets(LongStream.of(FinishedOffsets.SPAN))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FinishedOffsets.write(COMMITTED, new TreeSet<>(List.of(COMMITTED))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NavigableSet<Long> offsets(LongStream distances) {
        NavigableSet<Long> offsets = new TreeSet<>();
        distances.forEach(distance -> offsets.add(COMMITTED + distance));
        return offsets;
    }
}
