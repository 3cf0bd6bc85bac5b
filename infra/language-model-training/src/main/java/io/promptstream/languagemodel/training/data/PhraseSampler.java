package io.promptstream.languagemodel.training.data;

import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.LabelledSource.Phrase;
import io.promptstream.languagemodel.training.recipe.PhraseNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * Chooses what stands behind a labelled input: nothing, meaningless words, or a phrase, which may be extended or shortened; and the
 * label word that follows.
 */
final class PhraseSampler {

    /** The usual word of a label is chosen this often; its variants share the rest. */
    private static final double USUAL_WORD = 0.6;

    private static final int MOST_EXTRA_WORDS = 3;
    private static final int MOST_MEANINGLESS_WORDS = 5;

    private final LabelledSource source;
    private final List<String> labels;
    private final List<String> fillers;

    /** @param labelWord empty when nothing follows the input */
    record Continuation(String phrase, String labelWord) {

        static final Continuation NONE = new Continuation("", "");
    }

    /** @param fillers frequent words that are no label words */
    PhraseSampler(LabelledSource source, List<String> fillers) {
        this.source = source;
        this.labels = source.words().keySet().stream().sorted().toList();
        this.fillers = List.copyOf(fillers);
    }

    Continuation sample(String label, PhraseNoise noise, RandomGenerator random) {
        double kind = random.nextDouble();
        if (kind < noise.without()) {
            return Continuation.NONE;
        }
        if (kind < noise.without() + noise.meaningless()) {
            return meaningless(noise, random);
        }
        Phrase phrase = phrase(random);
        List<String> words = new ArrayList<>(List.of(phrase.text().split(" ")));
        double reliability = phrase.reliability();
        if (words.size() > 1 && random.nextDouble() < noise.shortened()) {
            words.remove(random.nextInt(words.size()));
            reliability *= noise.reliabilityKept();
        }
        if (random.nextDouble() < noise.extended()) {
            words.addAll(0, randomWords(MOST_EXTRA_WORDS, random));
            reliability *= noise.reliabilityKept();
        }
        String told = random.nextDouble() < reliability ? label : anyLabel(random);
        return new Continuation(String.join(" ", words), wordOf(told, random));
    }

    private Continuation meaningless(PhraseNoise noise, RandomGenerator random) {
        List<String> words = randomWords(MOST_MEANINGLESS_WORDS, random);
        boolean defaulted = noise.defaulted() > 0 && random.nextDouble() < noise.defaulted();
        String label = defaulted ? source.defaultLabel() : anyLabel(random);
        return new Continuation(String.join(" ", words), wordOf(label, random));
    }

    private Phrase phrase(RandomGenerator random) {
        List<Phrase> phrases = source.phrases();
        double total = phrases.stream()
                .flatMapToDouble(p -> DoubleStream.of(p.weight()))
                .sum();
        double rest = random.nextDouble() * total;
        for (Phrase phrase : phrases) {
            rest -= phrase.weight();
            if (rest < 0) {
                return phrase;
            }
        }
        return phrases.getLast();
    }

    private List<String> randomWords(int most, RandomGenerator random) {
        int count = 1 + random.nextInt(most);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(fillers.get(random.nextInt(fillers.size())));
        }
        return words;
    }

    private String anyLabel(RandomGenerator random) {
        return labels.get(random.nextInt(labels.size()));
    }

    private String wordOf(String label, RandomGenerator random) {
        List<String> words = source.words().getOrDefault(label, List.of());
        if (words.size() == 1 || random.nextDouble() < USUAL_WORD) {
            return words.getFirst();
        }
        return words.get(1 + random.nextInt(words.size() - 1));
    }
}
