package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.require;
import static io.promptstream.languagemodel.training.recipe.Checks.requireAll;

import io.promptstream.languagemodel.training.recipe.LabelledSource.PromptTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that decides what a training run learns, as a YAML file declares it. Together with the data, the seed and the
 * number of workers it determines the weights.
 *
 * @param name name of the model, the title of its card
 * @param summary what the model is for, the first paragraph of its card
 * @param attributions where every file is from and under which licence
 * @param seed of the initial weights, the order of the data and the phrases
 * @param shape size of the network
 * @param text documents for plain language modelling
 * @param labelled inputs that phases may follow with a phrase and a label word
 * @param phases in order
 * @param noise what else may stand behind a labelled input
 * @param optimiser AdamW and its schedule
 * @param limits what a user must know, for the card
 */
public record TrainingRecipe(
        String name,
        String summary,
        List<Attribution> attributions,
        long seed,
        Shape shape,
        List<TextSource> text,
        List<LabelledSource> labelled,
        PhraseNoise noise,
        List<Phase> phases,
        Optimiser optimiser,
        List<String> limits) {

    public TrainingRecipe {
        require(name, "name");
        require(summary, "summary");
        requireAll(attributions, "attributions");
        require(shape, "shape");
        requireAll(text, "text");
        requireAll(labelled, "labelled");
        require(noise, "noise");
        requireAll(phases, "phases");
        require(optimiser, "optimiser");
        requireAll(limits, "limits");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("text: write at least one source");
        }
        if (phases.isEmpty()) {
            throw new IllegalArgumentException("phases: write at least one");
        }
        if (labelled.isEmpty() && phases.stream().anyMatch(phase -> phase.labelledShare() > 0)) {
            throw new IllegalArgumentException("labelled: a phase has a labelledShare; write a source or set it to 0");
        }
        if (optimiser.window() > shape.positions()) {
            throw new IllegalArgumentException("optimiser.window: write at most shape.positions, " + shape.positions());
        }
        checkFiles(text, labelled, attributions);
        attributions = List.copyOf(attributions);
        limits = List.copyOf(limits);
        text = List.copyOf(text);
        labelled = List.copyOf(labelled);
        phases = List.copyOf(phases);
    }

    private static void checkFiles(
            List<TextSource> text, List<LabelledSource> labelled, List<Attribution> attributions) {
        Set<String> attributed = attributions.stream().map(Attribution::file).collect(Collectors.toSet());
        Set<String> trained = Stream.concat(
                        text.stream().map(TextSource::file), labelled.stream().map(LabelledSource::file))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String file : trained) {
            if (!attributed.contains(file)) {
                throw new IllegalArgumentException("attributions: write source and licence of " + file);
            }
        }
        for (LabelledSource source : labelled) {
            PromptTest test = source.test();
            if (test != null && trained.contains(test.file())) {
                throw new IllegalArgumentException("test of " + source.file() + ": " + test.file()
                        + " is trained on; write a file that no text or labelled source names");
            }
        }
    }

    /**
     * What the weights depend on, in an order that does not change. A checkpoint is recognised by this list as a string, so names of
     * records and components are part of its format.
     */
    public List<Object> decisive() {
        List<Object> sources = new ArrayList<>(text);
        for (LabelledSource source : labelled) {
            sources.add(List.of(
                    source.file(),
                    source.input(),
                    source.label(),
                    source.repeat(),
                    source.phrases(),
                    source.defaultLabel()));
            sources.add(new TreeMap<>(source.words()));
        }
        return List.of(seed, shape, sources, noise, phases, optimiser);
    }

    /** Every label word once, sorted. */
    public List<String> labelWords() {
        return labelled.stream()
                .flatMap(source -> source.words().values().stream().flatMap(List::stream))
                .distinct()
                .sorted()
                .toList();
    }
}
