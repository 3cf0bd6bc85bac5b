package io.promptstream.policy.learning;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The words that prompts may be made of, by index, with their features. Never changes. */
final class Words {
    /** A word, a number or a punctuation mark. */
    private static final Pattern PART = Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}\\s]");

    private final String name;
    private final int[] tokens;
    private final double[][] features;
    private final Map<Integer, Integer> indices = new HashMap<>();
    private final Map<String, Integer> byText = new HashMap<>();

    private Words(FrozenLanguageModel model, String name, int[] tokens, double[][] features) {
        this.name = name;
        this.tokens = tokens;
        this.features = features;
        for (int word = 0; word < tokens.length; word++) {
            indices.put(tokens[word], word);
            byText.putIfAbsent(model.text(tokens[word]).strip(), word);
        }
    }

    /** Which words these are: equal names, equal words and features. */
    String name() {
        return name;
    }

    int count() {
        return tokens.length;
    }

    /** Length of the features of a word. */
    int components() {
        return features[0].length;
    }

    int token(int word) {
        return tokens[word];
    }

    /** Features of a word; not to be changed. */
    double[] features(int word) {
        return features[word];
    }

    /** The word of a token; nothing if it is none of these. */
    Optional<Integer> ofToken(int token) {
        return Optional.ofNullable(indices.get(token));
    }

    /**
     * The last words of a text, as far back as they are words of these, in any case.
     *
     * @param most how many at most
     * @return their indices, the last one first; empty where the text's last word is none of these
     */
    int[] lastOf(String text, int most) {
        List<String> parts = PART.matcher(text)
                .results()
                .map(part -> part.group().toLowerCase(Locale.ROOT))
                .toList()
                .reversed();
        return parts.stream()
                .limit(most)
                .takeWhile(byText::containsKey)
                .mapToInt(part -> Objects.requireNonNull(byText.get(part)))
                .toArray();
    }

    /** Those of a language model, of which the last ones asked for are kept: features take longer than a step of learning. */
    static final class Library {
        private static final int MOST = 16;

        private final FrozenLanguageModel model;
        private final Map<String, Words> known = new LinkedHashMap<>(MOST, 0.75f, /* accessOrder= */ true);

        Library(FrozenLanguageModel model) {
            this.model = model;
        }

        /** As {@link CandidateTokens#mostFrequentWithMarks}; 0: all of them. */
        Words mostFrequent(int count, Set<String> excludedWords, long seed) {
            String name = "model=%s candidates=%d excluded=%s of=%d with marks"
                    .formatted(model.fingerprint(), count, new TreeSet<>(excludedWords), seed);
            Words words = known.get(name);
            if (words == null) {
                int[] tokens = new CandidateTokens(model)
                        .mostFrequentWithMarks(count == 0 ? Integer.MAX_VALUE : count, excludedWords, seed);
                words = new Words(model, name, tokens, WordFeatures.of(model, tokens));
                known.put(name, words);
            }
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
            return words;
        }
    }
}
