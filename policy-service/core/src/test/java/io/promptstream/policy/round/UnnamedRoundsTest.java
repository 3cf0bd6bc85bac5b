package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.RoundResult;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnnamedRoundsTest {
    private final UnnamedRounds rounds = new UnnamedRounds();

    @Test
    void theFirstToComeAreForgottenBeforeTheyFillTheMemory() {
        // Given
        rounds.add(result(1), 1_000);

        // When
        for (int number = 2; number < 50; number++) {
            rounds.add(result(number), 1 << 20);
        }

        // Then
        assertThat(rounds.contain(id(1))).isFalse();
        assertThat(rounds.take(id(1))).isEmpty();
        assertThat(rounds.take(id(49))).contains(result(49));
    }

    @Test
    void aRoundThatComesTwiceCountsOnce() {
        // Given
        rounds.add(result(1), 1 << 20);
        for (int again = 0; again < 50; again++) {
            rounds.add(result(1), 1 << 20);
        }

        // Then
        assertThat(rounds.take(id(1))).contains(result(1));
        assertThat(rounds.take(id(1))).isEmpty();
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static RoundResult result(int number) {
        return RoundSamples.result(id(number), "task", number - 1L);
    }
}
