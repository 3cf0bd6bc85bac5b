package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidateTokensTest {
    private static final List<String> TEXTS =
            List.of("", " word", " Label", "part", " 7", ":", " =", "?!", " two words", "\u3002", " ", "a", " more");

    private final CandidateTokens candidates = new CandidateTokens(new Vocabulary());

    @Test
    void areWholeWordsThatAreNoLabels() {
        assertThat(texts(candidates.mostFrequent(100, Set.of("label"), 1))).containsExactly(" word", " more");
    }

    @Test
    void orSinglePunctuationMarksAsWell() {
        assertThat(texts(candidates.mostFrequentWithMarks(100, Set.of("label"), 1)))
                .containsExactly(" word", ":", " =", "\u3002", " more");
    }

    private static List<String> texts(int... tokens) {
        return Arrays.stream(tokens).mapToObj(TEXTS::get).toList();
    }

    /** Nothing but texts, all of them equally frequent. */
    private static final class Vocabulary implements FrozenLanguageModel {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public int vocabularySize() {
            return TEXTS.size();
        }

        @Override
        public int endOfTextToken() {
            return 0;
        }

        @Override
        public float[][][] hiddenStates(int[][] sequences) {
            return new float[sequences.length][sequences[0].length][1];
        }

        @Override
        public float[][] outputEmbedding() {
            return new float[TEXTS.size()][1];
        }

        @Override
        public int[] tokens(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String text(int... tokens) {
            return TEXTS.get(tokens[0]);
        }

        @Override
        public String fingerprint() {
            return "texts";
        }
    }
}
