package io.promptstream.languagemodel.training.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteLevelTest {

    @Test
    void cutsWordsWithTheSpaceBeforeThem() {
        assertThat(ByteLevel.words("It's  20 Euros, OK?\n"))
                .containsExactly("it", "'s", " ", " 20", " euros", ",", " ok", "?", "\n");
    }

    @Test
    void writesBytesAsPrintableCharacters() {
        assertThat(ByteLevel.printable(" a\n")).isEqualTo("ĠaĊ");
        assertThat(ByteLevel.printable("é")).isEqualTo("Ã©");
    }

    @Test
    void alphabetHas256Symbols() {
        assertThat(ByteLevel.alphabet()).hasSize(256).doesNotHaveDuplicates().startsWith("!", "\"");
    }
}
