package io.promptstream.languagemodel.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenSamplerTest {
    /** Two rows over a vocabulary of four; the second is looked at. */
    private static final float[] LOGITS = {9, 9, 9, 9, 0f, (float) Math.log(3), -1f, (float) Math.log(2)};

    @Test
    void greedilyTakesTheHighestLogit() {
        // Given
        TokenSampler sampler = new TokenSampler(new Sampling.Greedy());
        // When // Then
        assertThat(sampler.choose(LOGITS, 4, 4)).isEqualTo(1);
        assertThat(sampler.choose(LOGITS, 0, 4)).isZero();
    }

    @Test
    void drawsFromTheTopInProportionToTheirProbability() {
        // Given
        TokenSampler sampler = new TokenSampler(new Sampling.TopK(1, 2, 42));
        // When
        int[] counts = new int[4];
        IntStream.range(0, 20_000).forEach(i -> counts[sampler.choose(LOGITS, 4, 4)]++);
        // Then
        assertThat(counts[0] + counts[2]).isZero();
        assertThat(counts[1] / 20_000.0).isCloseTo(0.6, within(0.02));
    }

    @Test
    void temperatureSharpens() {
        // Given
        TokenSampler sampler = new TokenSampler(new Sampling.TopK(0.5, 2, 42));
        // When
        long ofTheFirst = IntStream.range(0, 20_000)
                .filter(i -> sampler.choose(LOGITS, 4, 4) == 1)
                .count();
        // Then: 3^2 / (3^2 + 2^2)
        assertThat(ofTheFirst / 20_000.0).isCloseTo(9.0 / 13, within(0.02));
    }

    @Test
    void givesLogProbabilitiesOverTheWholeVocabulary() {
        // Given
        double sum = 1 + 3 + Math.exp(-1) + 2;
        // When
        double logProbability = TokenSampler.logProbability(LOGITS, 4, 4, 3);
        // Then
        assertThat(logProbability).isCloseTo(Math.log(2 / sum), within(1e-6));
    }
}
