package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdvantagesTest {
    @Test
    void comparesOnlyOnTheSameQueries() {
        // Given an easy query 0, a hard query 1, and a prompt that was tried on the easy one alone
        List<ScoredPrompt> round = List.of(
                scored(0, Map.of(0, 10.0, 1, 1.0)), scored(5, Map.of(0, 14.0)), scored(0, Map.of(0, 12.0, 1, -1.0)));

        // Then
        assertThat(Advantages.of(round)).containsExactly((-2 + 1) / 2.0, 2, (0 - 1) / 2.0);
    }

    private static ScoredPrompt scored(double reward, Map<Integer, Double> byQuery) {
        return new ScoredPrompt(new WrittenPrompt("text", List.of(1)), reward, byQuery);
    }
}
