package io.promptstream.languagemodel.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoringRequestTest {
    private static final Tokens LABELS = Tokens.of(1, 2);

    @Test
    void movesThePrefixsLastTokenIntoTheSuffixesIfOneIsEmpty() {
        // Given
        ScoringRequest request = new ScoringRequest(Tokens.of(5, 6, 7), List.of(Tokens.empty(), Tokens.of(8)), LABELS);
        // When
        ScoringRequest split = request.withoutEmptySuffixes();
        // Then
        assertThat(split)
                .isEqualTo(new ScoringRequest(Tokens.of(5, 6), List.of(Tokens.of(7), Tokens.of(7, 8)), LABELS));
    }

    @Test
    void spellsSequencesOutWithoutPrefix() {
        // Given
        ScoringRequest request = new ScoringRequest(Tokens.of(5, 6), List.of(Tokens.of(7), Tokens.of(8, 9)), LABELS);
        // When
        ScoringRequest whole = request.withoutPrefix();
        // Then
        assertThat(whole.prefix()).isEqualTo(Tokens.empty());
        assertThat(whole.suffixes()).containsExactly(Tokens.of(5, 6, 7), Tokens.of(5, 6, 8, 9));
    }

    @Test
    void refusesWhatCannotBeScored() {
        assertThatThrownBy(() -> new ScoringRequest(Tokens.of(1), List.of(), LABELS))
                .hasMessageContaining("suffixes is empty");
        assertThatThrownBy(() -> new ScoringRequest(Tokens.of(1), List.of(Tokens.of(2)), Tokens.empty()))
                .hasMessageContaining("candidates is empty");
        assertThatThrownBy(() -> new ScoringRequest(Tokens.empty(), List.of(Tokens.empty()), LABELS))
                .hasMessageContaining("at least one token");
    }
}
