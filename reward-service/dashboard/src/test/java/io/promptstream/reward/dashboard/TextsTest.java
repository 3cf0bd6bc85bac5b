package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void cutsWholeCharactersOnly() {
        assertThat(Texts.cut("short", 5)).isEqualTo("short");
        assertThat(Texts.cut("longer", 5)).isEqualTo("longe…");
        assertThat(Texts.cut("smile😀!", 6)).isEqualTo("smile…");
        assertThat(Texts.cut("half \ud83d", 10)).isEqualTo("half \ufffd");
    }

    @Test
    void aLongIdStaysAnId() {
        // Given
        String one = "x".repeat(1 << 20);

        // When
        String shown = Texts.id(one);

        // Then
        assertThat(shown).hasSize(197).isNotEqualTo(Texts.id(one + "y"));
        assertThat(Texts.id(shown)).isEqualTo(shown);
    }
}
