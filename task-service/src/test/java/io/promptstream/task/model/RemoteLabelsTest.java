package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Label;
import io.promptstream.task.model.ChatReply.TokenChance;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteLabelsTest {
    private static final TokenUsage TOKENS = new TokenUsage(9, 1);
    private static final List<Label> LABELS = List.of(new Label("MONEY", "banking"), new Label("TRIP", "travel"));

    @Test
    void sumsTheSpellingsOfAVerbalizersBeginning() {
        // Given
        List<TokenChance> chances = List.of(
                new TokenChance(" Bank", Math.log(0.25)),
                new TokenChance("banking", Math.log(0.25)),
                new TokenChance("travel", Math.log(0.125)),
                new TokenChance("the", Math.log(0.0625)));

        // When
        double[] logits = RemoteLabels.logits(new ChatReply("Banking", chances, TOKENS), LABELS)
                .orElseThrow();

        // Then
        assertThat(logits[0]).isCloseTo(Math.log(0.5), within(1e-9));
        assertThat(logits[1]).isCloseTo(Math.log(0.125), within(1e-9));
    }

    @Test
    void boundsAnUnlistedLabelByTheLeastAlternative() {
        // Given
        List<TokenChance> chances =
                List.of(new TokenChance("banking", Math.log(0.5)), new TokenChance("the", Math.log(0.01)));

        // When
        double[] logits = RemoteLabels.logits(new ChatReply("banking", chances, TOKENS), LABELS)
                .orElseThrow();

        // Then
        assertThat(logits[1]).isCloseTo(Math.log(0.01), within(1e-9));
    }

    @Test
    void ignoresABeginningThatLabelsShare() {
        // Given
        List<Label> twins = List.of(new Label("a", "positive"), new Label("b", "poor"));
        List<TokenChance> chances =
                List.of(new TokenChance("po", Math.log(0.75)), new TokenChance("poor", Math.log(0.125)));

        // When
        double[] logits = RemoteLabels.logits(new ChatReply("poor", chances, TOKENS), twins)
                .orElseThrow();

        // Then
        assertThat(logits[1]).isEqualTo(logits[0]).isCloseTo(Math.log(0.125), within(1e-9));
    }

    @Test
    void readsTheTextWhereThereAreNoAlternatives() {
        // When
        double[] logits = RemoteLabels.logits(new ChatReply("It is Travel, not banking.", List.of(), TOKENS), LABELS)
                .orElseThrow();

        // Then
        assertThat(logits).containsExactly(-10, 0);
    }

    @Test
    void findsOnlyWholeWords() {
        assertThat(RemoteLabels.logits(new ChatReply("unbankingly", List.of(), TOKENS), LABELS))
                .isEmpty();
    }
}
