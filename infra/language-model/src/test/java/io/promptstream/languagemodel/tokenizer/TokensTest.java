package io.promptstream.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TokensTest {

    @Test
    void isAValue() {
        // Given
        int[] ids = {1, 2, 3};
        Tokens tokens = Tokens.of(ids);
        // When
        ids[0] = 9;
        tokens.toArray()[1] = 9;
        // Then
        assertThat(tokens).isEqualTo(Tokens.of(1, 2, 3)).hasSameHashCodeAs(Tokens.of(1, 2, 3));
        assertThat(tokens).isNotEqualTo(Tokens.of(1, 2));
    }

    @Test
    void joinsWhatItCuts() {
        // Given
        Tokens tokens = Tokens.of(1, 2, 3);
        // When
        Tokens joined = tokens.slice(0, 1).concat(tokens.slice(1, 3));
        // Then
        assertThat(joined).isEqualTo(tokens);
        assertThat(tokens.slice(2, 2)).isEqualTo(Tokens.empty());
    }
}
