package io.promptstream.languagemodel.training.card;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.languagemodel.training.data.Documents;
import io.promptstream.languagemodel.training.data.Documents.Labelled;
import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.LabelledSource.Phrase;
import io.promptstream.languagemodel.training.recipe.LabelledSource.PromptTest;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import io.promptstream.languagemodel.training.vocabulary.BytePairVocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Measures how much it matters, for a frozen model and the template {@code {input} {prompt}}, what the prompt says. */
public final class PromptSensitivity {

    private static final int RANDOM_PROMPTS = 40;
    private static final int RANDOM_LENGTH = 5;
    private static final int RANDOM_WORDS = 2000;
    private static final int INPUTS_AT_ONCE = 16;

    private final LanguageModel model;
    private final Documents documents;
    private final List<String> words;
    private final long seed;

    /** What each prompt of a group led to. */
    record Group(String name, Map<String, Classification> prompts) {}

    /**
     * What prompts led to on the inputs of one file.
     *
     * @param labels with the word that stands for each
     */
    public record Report(String file, int inputs, Map<String, String> labels, List<Group> groups) {}

    /** @param vocabulary whose frequent words random prompts are made of; label words are excluded */
    public PromptSensitivity(
            LanguageModel model, Documents documents, BytePairVocabulary vocabulary, TrainingRecipe recipe) {
        this.model = model;
        this.documents = documents;
        this.words = vocabulary.wholeWords(RANDOM_WORDS);
        this.words.removeAll(recipe.labelWords());
        this.seed = recipe.seed();
    }

    public Report measure(LabelledSource source, PromptTest test) throws IOException {
        List<Labelled> all = documents.labelled(source, test.file());
        List<Labelled> inputs = all.subList(0, Math.min(test.inputs(), all.size()));
        Map<String, String> usualWords = new LinkedHashMap<>();
        source.words().keySet().stream()
                .sorted()
                .forEach(label -> usualWords.put(
                        label, source.words().getOrDefault(label, List.of()).getFirst()));
        SplittableRandom random = new SplittableRandom(seed);
        List<Group> groups = List.of(
                group("empty", List.of(""), inputs, usualWords),
                group("random, 1 word", randomPrompts(1, random), inputs, usualWords),
                group("random, " + RANDOM_LENGTH + " words", randomPrompts(RANDOM_LENGTH, random), inputs, usualWords),
                group("casual, hand-written", test.casualPrompts(), inputs, usualWords),
                group(
                        "phrases trained on",
                        source.phrases().stream().map(Phrase::text).toList(),
                        inputs,
                        usualWords));
        return new Report(test.file(), inputs.size(), usualWords, groups);
    }

    private List<String> randomPrompts(int length, SplittableRandom random) {
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < RANDOM_PROMPTS; i++) {
            List<String> prompt = new ArrayList<>();
            for (int j = 0; j < length; j++) {
                prompt.add(words.get(random.nextInt(words.size())));
            }
            prompts.add(String.join(" ", prompt));
        }
        return prompts;
    }

    private Group group(String name, List<String> prompts, List<Labelled> inputs, Map<String, String> usualWords) {
        List<Tokens> suffixes = prompts.stream()
                .map(prompt ->
                        prompt.isEmpty() ? Tokens.empty() : model.tokenizer().encode(" " + prompt))
                .toList();
        Tokens candidates = Tokens.of(usualWords.values().stream()
                .mapToInt(word -> model.tokenizer().encode(" " + word).get(0))
                .toArray());
        int room = model.configuration().positions()
                - suffixes.stream().mapToInt(Tokens::size).max().orElse(0);
        float[][][] scores = new float[prompts.size()][inputs.size()][];
        for (int from = 0; from < inputs.size(); from += INPUTS_AT_ONCE) {
            List<ScoringRequest> requests =
                    inputs.subList(from, Math.min(inputs.size(), from + INPUTS_AT_ONCE)).stream()
                            .map(input -> new ScoringRequest(beginning(input.input(), room), suffixes, candidates))
                            .toList();
            List<float[][]> results = model.score(requests);
            for (int i = 0; i < results.size(); i++) {
                for (int p = 0; p < suffixes.size(); p++) {
                    scores[p][from + i] = results.get(i)[p];
                }
            }
        }
        List<String> order = new ArrayList<>(usualWords.keySet());
        int[] labels =
                inputs.stream().mapToInt(input -> order.indexOf(input.label())).toArray();
        Map<String, Classification> measured = new LinkedHashMap<>();
        for (int p = 0; p < prompts.size(); p++) {
            measured.put(prompts.get(p), Classification.of(scores[p], labels));
        }
        return new Group(name, measured);
    }

    /** What is too long is cut at its end, as in training. */
    private Tokens beginning(String input, int room) {
        Tokens tokens = model.tokenizer().encode(input);
        return tokens.slice(0, Math.min(tokens.size(), room));
    }
}
