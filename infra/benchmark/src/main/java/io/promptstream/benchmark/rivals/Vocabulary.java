package io.promptstream.benchmark.rivals;

import io.promptstream.event.Label;
import io.promptstream.policy.learning.FrozenLanguageModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The whole words that a policy's language model has a token for, without those that the task's answers are made of. */
final class Vocabulary {
    private final List<String> words;
    private final Random random;

    /** @param seed of what is drawn */
    Vocabulary(Problem problem, long seed) {
        this.words = words(problem.language(), answers(problem));
        this.random = new Random(seed);
    }

    /** So many different words, or all. */
    List<String> draw(int count) {
        var shuffled = new ArrayList<>(words);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }

    /** Words in a row. */
    String phrase(int length) {
        return IntStream.range(0, length)
                .mapToObj(place -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining(" "));
    }

    private static Set<String> answers(Problem problem) {
        return problem.task().getLabels().stream()
                .map(Label::getVerbalizer)
                .map(verbalizer -> verbalizer.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static List<String> words(FrozenLanguageModel language, Set<String> answers) {
        return IntStream.range(0, language.vocabularySize())
                .mapToObj(language::text)
                .filter(text -> text.length() > 1 && text.charAt(0) == ' ')
                .map(text -> text.substring(1))
                .filter(word -> word.chars().allMatch(Character::isLetter))
                .filter(word -> !answers.contains(word.toLowerCase(Locale.ROOT)))
                .distinct()
                .toList();
    }
}
