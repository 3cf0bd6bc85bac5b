package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

class FencingDetectorTest {
    private static final Duration QUICK = Duration.ofMillis(50);

    private final long[] nanos = {0};

    @Test
    void ofTwoProcessesOfOneNameTheSecondGivesWay() {
        // Given one that has worked for an hour when the other comes
        FencingDetector first = new FencingDetector(() -> nanos[0]);
        later(Duration.ofHours(1));
        FencingDetector second = new FencingDetector(() -> nanos[0]);

        // When each takes over in turn
        boolean firstGaveWay = false;
        boolean secondGaveWay = false;
        while (!firstGaveWay && !secondGaveWay) {
            firstGaveWay = first.hasToGiveWay(QUICK);
            later(QUICK);
            secondGaveWay = !firstGaveWay && second.hasToGiveWay(QUICK);
            later(QUICK);
        }

        // Then
        assertThat(secondGaveWay).isTrue();
    }

    @Test
    void ofTwoThatBeginTogetherOneGivesWay() {
        // Given
        FencingDetector first = new FencingDetector(() -> nanos[0]);
        FencingDetector second = new FencingDetector(() -> nanos[0]);

        // When
        boolean gaveWay = false;
        int turns = 0;
        while (!gaveWay) {
            gaveWay = (turns++ % 2 == 0 ? first : second).hasToGiveWay(QUICK);
        }

        // Then the other has a fencing left
        assertThat(turns).isEqualTo(2 * FencingDetector.NEWCOMERS_PATIENCE - 1);
    }

    @Test
    void fencingsThatAreFarApartDoNotAddUp() {
        // Given
        FencingDetector fencings = new FencingDetector(() -> nanos[0]);

        for (int i = 0; i < 20; i++) {
            // When
            later(Duration.ofMinutes(5));

            // Then
            assertThat(fencings.hasToGiveWay(QUICK)).isFalse();
        }
    }

    @Test
    void aTransactionThatTookTooLongIsNoOtherProcess() {
        // Given
        FencingDetector fencings = new FencingDetector(() -> nanos[0]);

        for (int i = 0; i < 20; i++) {
            // Then
            assertThat(fencings.hasToGiveWay(Duration.ofSeconds(40))).isFalse();
        }
    }

    @Test
    void knowsAFencingBehindOtherExceptions() {
        assertThat(FencingDetector.isFencing(new KafkaException("x", new ProducerFencedException("y"))))
                .isTrue();
        assertThat(FencingDetector.isFencing(new InvalidProducerEpochException("y")))
                .isTrue();
        assertThat(FencingDetector.isFencing(new KafkaException("x"))).isFalse();
    }

    private void later(Duration time) {
        nanos[0] += time.toNanos();
    }
}
