package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void countsTypingMistakes() {
        assertThat(Spelling.mistakes("label", "label")).isZero();
        assertThat(Spelling.mistakes("label", "labl")).isEqualTo(1);
        assertThat(Spelling.mistakes("label", "labels")).isEqualTo(1);
        assertThat(Spelling.mistakes("label", "lebel")).isEqualTo(1);
        assertThat(Spelling.mistakes("label", "lable")).as("neighbours swapped").isEqualTo(1);
        assertThat(Spelling.mistakes("", "label")).isEqualTo(5);
    }

    @Test
    void findsTheKnownNameThatIsMostLikeIt() {
        assertThat(Spelling.nearest("reatry", List.of("restart", "retry", "ready")))
                .isEqualTo("retry");
        assertThat(Spelling.nearest("ab", List.of("ad", "ac")))
                .as("the first in the alphabet")
                .isEqualTo("ac");
    }
}
