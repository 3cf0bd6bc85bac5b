package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Chooses the tokens that a policy may use: whole words (a space, then letters) that are no label words, the most frequent
 * ones first. How frequent a token is, the frozen model is asked itself ({@link FrozenLanguageModel#tokenFrequencies}).
 */
final class CandidateTokens {
    private static final Pattern MARK = Pattern.compile(" ?[\\p{P}\\p{Sm}]");

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

    /** As {@link #mostFrequentWithMarks}, without the punctuation marks. */
    int[] mostFrequent(int count, Set<String> excludedWords, long seed) {
        return mostFrequent(count, excludedWords, seed, text -> false);
    }

    /**
     * The most frequent whole words and single punctuation marks: a colon at the end of a prompt asks for an answer.
     *
     * @param count how many; fewer where the vocabulary has fewer whole words
     * @param excludedWords words that no candidate may be, in any case
     * @return token ids in ascending order, at least two
     */
    int[] mostFrequentWithMarks(int count, Set<String> excludedWords, long seed) {
        return mostFrequent(count, excludedWords, seed, CandidateTokens::isMark);
    }

    private int[] mostFrequent(int count, Set<String> excludedWords, long seed, Predicate<String> besides) {
        Set<String> excluded = Set.copyOf(excludedWords.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList());
        double[] frequency = model.tokenFrequencies(seed);
        List<Integer> words = new ArrayList<>();
        for (int token : all()) {
            String text = model.text(token);
            if (isWord(text, excluded) || besides.test(text)) {
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

    private static boolean isMark(String text) {
        return MARK.matcher(text).matches();
    }

    private static boolean isWord(String text, Set<String> excluded) {
        return text.length() > 1
                && text.charAt(0) == ' '
                && text.substring(1).chars().allMatch(Character::isLetter)
                && !excluded.contains(text.substring(1).toLowerCase(Locale.ROOT));
    }
}
