package io.promptstream.sentences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SentenceEmbeddingsTest {
    private final SentenceEmbeddings embeddings = SentenceEmbeddings.shared();

    @Test
    void textsThatMeanTheSameAreAlike() {
        String text = "the train leaves at nine";

        assertThat(embeddings.similarity(text, text)).isEqualTo(1);
        assertThat(embeddings.similarity(text, "at nine the train departs")).isGreaterThan(0.8);
        assertThat(embeddings.similarity(text, "i like cheese")).isLessThan(0.2);
        assertThat(embeddings.similarity(text, " \n")).isZero();
        assertThat(embeddings.similarity("", "")).isZero();
    }

    @Test
    void anyTextHasAnEmbedding() {
        for (String text : new String[] {"?", "C#", "\u6771\u4eac \uD83D\uDE00", "word ".repeat(3000)}) {
            double squares = 0;
            float[] embedding = embeddings.of(text);
            for (float number : embedding) {
                squares += (double) number * number;
            }
            assertThat(embedding).hasSize(SentenceEmbeddings.SIZE);
            assertThat(squares).isEqualTo(1, within(1e-4));
        }
    }

    @Test
    void aTextWithNothingToReadIsLikeNoOther() {
        for (String text : new String[] {"", "\ud800", "\u0000", "\u200b", "\u3000"}) {
            assertThat(embeddings.of(text)).as(text).containsOnly(0);
            assertThat(embeddings.similarity(text, "yes")).isZero();
        }
    }

    @Test
    void nobodyCanChangeWhatIsRemembered() {
        embeddings.of("yes")[0] = 7;

        assertThat(embeddings.of("yes")[0]).isLessThan(1);
    }
}
