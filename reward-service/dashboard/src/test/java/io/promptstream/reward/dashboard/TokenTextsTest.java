package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Prompt;
import io.promptstream.reward.dashboard.PromptText.Token;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenTextsTest {

    /** Ġ stands for a space, Ã© for the two bytes of é, Ã alone for the first of them, Ċ for a line feed. */
    private final TokenTexts texts = new TokenTexts(Map.of(1, "Ġdomain", 2, "Ã©", 3, "Ã", 4, "Ċ"));

    @Test
    void readsTokensAndMarksThoseThatCannotBeRead() {
        PromptText prompt = texts.of(new Prompt("text", List.of(1, 2, 3, 4)));

        assertThat(prompt.tokens())
                .containsExactly(
                        new Token(" domain", 1, true),
                        new Token("é", 2, true),
                        new Token("Ã", 3, false),
                        new Token("\n", 4, false));
    }

    @Test
    void takesTheTextAsOneTokenWhereTheVocabularyDoesNotKnowThem() {
        assertThat(texts.of(new Prompt("Be brief.", List.of(99))).tokens())
                .containsExactly(new Token("Be brief.", -1, true));
        assertThat(texts.of(new Prompt("Be brief.", List.of())).tokens())
                .containsExactly(new Token("Be brief.", -1, true));
    }
}
