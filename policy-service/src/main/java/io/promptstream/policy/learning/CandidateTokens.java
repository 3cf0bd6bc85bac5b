package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses the tokens that a policy may use: whole words (a space, then letters) that are no label words, the most frequent
 * ones first. How frequent a token is, the frozen model is asked itself: the mean of its next-token distributions over
 * texts that it writes.
 */
final class CandidateTokens {
    private static final int TEXTS = 64;
    private static final int LENGTH = 16;

    private final FrozenLanguageModel model;

    CandidateTokens(FrozenLanguageModel model) {
        this.model = model;
    }

    /** Every token but the end of text, in ascending order; ids that stand for nothing are none. */
    int[] all() {
        return IntStream.range(0, model.vocabularySize())
                .filter(token -> token != model.endOfTextToken())
                .filter(token -> !model.text(token).isEmpty())
                .toArray();
    }

    /**
     * The most frequent whole words.
     *
     * @param count how many; fewer where the vocabulary has fewer whole words
     * @param excludedWords words that no candidate may be, in any case
     * @return token ids in ascending order, at least two
     */
    int[] mostFrequent(int count, Set<String> excludedWords, long seed) {
        Set<String> excluded = Set.copyOf(excludedWords.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList());
        double[] frequency = frequencies(new SplitMix(seed));
        List<Integer> words = new ArrayList<>();
        for (int token : all()) {
            if (isWord(model.text(token), excluded)) {
                words.add(token);
            }
        }
        words.sort(Comparator.comparingDouble((Integer token) -> -frequency[token]));
        int[] chosen =
                words.stream().limit(count).mapToInt(Integer::intValue).sorted().toArray();
        if (chosen.length < 2) {
            throw new IllegalArgumentException(
                    "the language model has %d whole-word tokens: write candidates: 0 to use its whole vocabulary"
                            .formatted(chosen.length));
        }
        return chosen;
    }

    private static boolean isWord(String text, Set<String> excluded) {
        return text.length() > 1
                && text.charAt(0) == ' '
                && text.substring(1).chars().allMatch(Character::isLetter)
                && !excluded.contains(text.substring(1).toLowerCase(Locale.ROOT));
    }

    private double[] frequencies(SplitMix random) {
        OutputHead head =
                new OutputHead(IntStream.range(0, model.vocabularySize()).toArray(), model.outputEmbedding(), 0f);
        double[] frequency = new double[model.vocabularySize()];
        int[][] texts = new int[TEXTS][];
        Arrays.setAll(texts, text -> new int[] {model.endOfTextToken()});
        for (int t = 0; t < LENGTH; t++) {
            float[][][] states = model.hiddenStates(texts);
            for (int text = 0; text < TEXTS; text++) {
                float[] probabilities = head.logits(new float[][] {states[text][t]})[0];
                OutputHead.softmax(probabilities);
                for (int token = 0; token < probabilities.length; token++) {
                    frequency[token] += probabilities[token];
                }
                texts[text] = append(texts[text], draw(probabilities, random.nextDouble()));
            }
        }
        return frequency;
    }

    private static int draw(float[] probabilities, double uniform) {
        double remaining = uniform;
        for (int token = 0; token < probabilities.length; token++) {
            remaining -= probabilities[token];
            if (remaining < 0) {
                return token;
            }
        }
        return probabilities.length - 1;
    }

    private static int[] append(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }
}
