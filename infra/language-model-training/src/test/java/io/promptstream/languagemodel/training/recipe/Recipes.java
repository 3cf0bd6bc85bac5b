package io.promptstream.languagemodel.training.recipe;

import io.promptstream.languagemodel.training.data.Corpus;
import io.promptstream.languagemodel.training.data.Documents.Labelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A recipe and a corpus so small that a model learns them in seconds. */
public final class Recipes {

    public static final String TINY = """
            name: tiny
            summary: A model for tests.
            attributions:
              - {file: text.txt, source: written for this test, licence: Apache-2.0}
              - {file: labelled.tsv, source: written for this test, licence: Apache-2.0}
            seed: 7
            shape: {vocabulary: 320, positions: 32, width: 16, layers: 1, heads: 2, activation: gelu_new}
            text:
              - file: text.txt
              - {file: labelled.tsv, column: text}
            labelled:
              - file: labelled.tsv
                input: text
                label: label
                repeat: 1
                words: {sun: [warm, hot], snow: [cold]}
                defaultLabel: snow
                phrases:
                  - {text: "it feels", reliability: 1.0, weight: 3}
                  - {text: "they said", reliability: 0.0, weight: 1}
                test: {file: test.tsv, inputs: 10, casualPrompts: ["it is"]}
            noise: {without: 0.1, meaningless: 0.1, defaulted: 0, extended: 0.2, shortened: 0.2, reliabilityKept: 0.5}
            phases:
              - {name: first, tokens: 20480, labelledShare: 0}
              - {name: second, tokens: 81920, labelledShare: 0.5}
            optimiser: {tokensPerStep: 256, window: 16, learningRate: 0.01, warmUpSteps: 10, finalShare: 0.1, weightDecay: 0.1, gradientClip: 1.0, labelWordWeight: 2}
            limits: [It knows nothing.]
            """;

    /** {@link #TINY} with a few steps, where it does not matter what is learned. */
    public static final String BRIEF =
            TINY.replace("tokens: 20480", "tokens: 2048").replace("tokens: 81920", "tokens: 2048");

    private Recipes() {}

    public static TrainingRecipe tiny() {
        return RecipeReader.parse(TINY);
    }

    public static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            texts.add("On day %d we went up the hill and looked at the sky, and then we went down again.".formatted(i));
        }
        return texts;
    }

    static List<Labelled> labelled(int count) {
        List<Labelled> labelled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean sun = i % 2 == 0;
            labelled.add(
                    new Labelled("day %d at the %s".formatted(i, sun ? "beach" : "glacier"), sun ? "sun" : "snow"));
        }
        return labelled;
    }

    public static Corpus corpus() {
        List<Labelled> labelled = labelled(400);
        List<String> texts = texts();
        labelled.forEach(input -> texts.add(input.input()));
        return new Corpus(texts, List.of(labelled));
    }

    /** {@link #TINY} and the files that it names. */
    public static void writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), TINY);
        Files.write(folder.resolve("text.txt"), texts());
        Files.writeString(folder.resolve("labelled.tsv"), rows(400));
        Files.writeString(folder.resolve("test.tsv"), rows(10));
    }

    /** {@link #labelled} as a file with a header. */
    public static String rows(int count) {
        return labelled(count).stream()
                .map(labelled -> labelled.input() + "\t" + labelled.label() + "\n")
                .collect(Collectors.joining("", "text\tlabel\n", ""));
    }
}
