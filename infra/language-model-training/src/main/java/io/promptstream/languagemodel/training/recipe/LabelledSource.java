package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.require;
import static io.promptstream.languagemodel.training.recipe.Checks.requireAll;
import static io.promptstream.languagemodel.training.recipe.Checks.requirePositive;
import static io.promptstream.languagemodel.training.recipe.Checks.requireProbability;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of labelled inputs and what may follow an input.
 *
 * @param repeat how often each input occurs in one round through all labelled inputs
 * @param words the words of each label, the usual one first
 * @param defaultLabel the label that meaningless words are followed by most
 * @param phrases what stands between input and label word
 * @param test how the effect of prompts is measured once the model is trained; absent for no measurement
 */
public record LabelledSource(
        String file,
        String input,
        String label,
        int repeat,
        Map<String, List<String>> words,
        String defaultLabel,
        List<Phrase> phrases,
        @Nullable PromptTest test) {

    public LabelledSource {
        require(file, "labelled: file");
        require(input, "input of " + file);
        require(label, "label of " + file);
        require(words, "words of " + file);
        requireAll(phrases, "phrases of " + file);
        require(defaultLabel, "defaultLabel of " + file);
        requirePositive(repeat, "repeat of " + file);
        if (words.size() < 2) {
            throw new IllegalArgumentException("words of " + file + ": write at least two labels");
        }
        words.forEach((name, list) -> {
            requireAll(list, "words of " + file + ": " + name);
            if (list.isEmpty()) {
                throw new IllegalArgumentException("words of " + file + ": write a word for label " + name);
            }
        });
        if (!words.containsKey(defaultLabel)) {
            throw new IllegalArgumentException("defaultLabel of " + file + ": write one of " + words.keySet());
        }
        if (phrases.isEmpty()) {
            throw new IllegalArgumentException("phrases of " + file + ": write at least one");
        }
        if (test != null) {
            for (Phrase phrase : phrases) {
                if (test.casualPrompts().contains(phrase.text())) {
                    throw new IllegalArgumentException("casualPrompts of " + test.file() + ": '" + phrase.text()
                            + "' is a phrase that is trained on; write another prompt");
                }
            }
        }
        words = Map.copyOf(words);
        phrases = List.copyOf(phrases);
    }

    /**
     * Words between an input and a label word.
     *
     * @param reliability probability that the label word behind the phrase tells the input's label; otherwise it tells any label
     * @param weight how often the phrase is chosen, against the others of its source
     */
    public record Phrase(String text, double reliability, double weight) {

        public Phrase {
            require(text, "phrases: text");
            requireProbability(reliability, "reliability of phrase '" + text + "'");
            requirePositive(weight, "weight of phrase '" + text + "'");
        }
    }

    /**
     * Inputs that are never trained on, in any phase.
     *
     * @param file with the columns of the labelled source
     * @param inputs how many of its inputs are scored, from the first on
     * @param casualPrompts prompts that a person might write; none may be a phrase of the recipe
     */
    public record PromptTest(String file, int inputs, List<String> casualPrompts) {

        public PromptTest {
            require(file, "test: file");
            requireAll(casualPrompts, "casualPrompts of " + file);
            requirePositive(inputs, "inputs of " + file);
            if (casualPrompts.isEmpty()) {
                throw new IllegalArgumentException("casualPrompts of " + file + ": write at least one");
            }
            casualPrompts = List.copyOf(casualPrompts);
        }
    }
}
