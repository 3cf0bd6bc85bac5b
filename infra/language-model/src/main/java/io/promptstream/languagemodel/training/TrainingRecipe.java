package io.promptstream.languagemodel.training;

import static io.promptstream.languagemodel.training.Checks.require;
import static io.promptstream.languagemodel.training.Checks.requirePositive;
import static io.promptstream.languagemodel.training.Checks.requireProbability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.promptstream.languagemodel.Activation;
import io.promptstream.languagemodel.training.LabelledSource.PromptTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    /** Who made a file's content, and what its licence is. */
    public record Attribution(String file, String source, String licence) {

        public Attribution {
            require(file, "attributions: file");
            require(source, "attributions: source of " + file);
            require(licence, "attributions: licence of " + file);
        }
    }

    /**
     * Size of the network.
     *
     * @param vocabulary tokens, including the 256 bytes and the end of text
     */
    public record Shape(int vocabulary, int positions, int width, int layers, int heads, Activation activation) {

        public Shape {
            require(activation, "shape.activation");
        }
    }

    /**
     * One file of documents.
     *
     * @param file below the data folder: {@code .txt} or {@code .txt.gz} with one document a line, or {@code .tsv} with a header
     * @param column the column of a {@code .tsv}
     */
    public record TextSource(String file, @Nullable String column) {

        public TextSource {
            require(file, "text: file");
            if (file.endsWith(".tsv") != (column != null)) {
                throw new IllegalArgumentException(
                        "text source " + file + ": write 'column' for a .tsv file, and for no other");
            }
        }
    }

    /**
     * What else happens behind an input, so that few words of a phrase, or a phrase among other words, carry part of its meaning.
     *
     * @param without share of inputs with nothing behind them
     * @param meaningless share of inputs followed by random words and a label word that is not about the input
     * @param defaulted share of those label words that are the default label's, as if that were the answer to a question that nobody
     *     asked; the others are drawn evenly
     * @param extended share of phrases with one to three random words before them
     * @param shortened share of phrases of several words with one word left out
     * @param reliabilityKept factor on the reliability of an extended or shortened phrase
     */
    public record PhraseNoise(
            double without,
            double meaningless,
            double defaulted,
            double extended,
            double shortened,
            double reliabilityKept) {

        public PhraseNoise {
            requireProbability(defaulted, "noise: defaulted");
            requireProbability(without + meaningless, "noise: without + meaningless");
            requireProbability(extended, "noise: extended");
            requireProbability(shortened, "noise: shortened");
            requireProbability(reliabilityKept, "noise: reliabilityKept");
        }
    }

    /**
     * A part of the training with its own mixture of data.
     *
     * @param tokens to train on
     * @param labelledShare part of each step's tokens that are labelled inputs and their phrases
     * @param learningRate starts another warm-up and cosine with this peak; left out to go on with the one before
     * @param noise in place of the recipe's; left out to use that
     */
    public record Phase(
            String name,
            long tokens,
            double labelledShare,
            @Nullable Double learningRate,
            @Nullable PhraseNoise noise) {

        public Phase {
            require(name, "phases: name");
            requireProbability(labelledShare, "labelledShare of phase " + name);
        }
    }

    /**
     * AdamW and its schedule.
     *
     * @param tokensPerStep over all workers
     * @param window length of a piece of plain text
     * @param learningRate at the end of the warm-up
     * @param warmUpSteps steps until then
     * @param finalShare of the learning rate at the end of the cosine
     * @param weightDecay decoupled, on matrices only
     * @param gradientClip largest Euclidean norm of a step's gradient
     * @param labelWordWeight weight of a label word in the loss; every other token has 1
     */
    public record Optimiser(
            int tokensPerStep,
            int window,
            double learningRate,
            int warmUpSteps,
            double finalShare,
            double weightDecay,
            double gradientClip,
            double labelWordWeight) {

        public Optimiser {
            requirePositive(tokensPerStep, "optimiser.tokensPerStep");
            requirePositive(window, "optimiser.window");
            requirePositive(warmUpSteps, "optimiser.warmUpSteps");
            requireProbability(finalShare, "optimiser.finalShare");
        }
    }

    public TrainingRecipe {
        require(name, "name");
        require(summary, "summary");
        require(attributions, "attributions");
        require(shape, "shape");
        require(text, "text");
        require(labelled, "labelled");
        require(noise, "noise");
        require(phases, "phases");
        require(optimiser, "optimiser");
        require(limits, "limits");
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

    /** Reads a recipe; a message names the file and the field. */
    public static TrainingRecipe read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("recipe " + file + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #read}, from the content of the file. */
    static TrainingRecipe parse(String yaml) {
        try {
            return YAML.readValue(yaml, TrainingRecipe.class);
        } catch (ValueInstantiationException e) {
            throw new IllegalArgumentException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What the weights depend on, in an order that does not change. */
    List<Object> decisive() {
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
    List<String> labelWords() {
        return labelled.stream()
                .flatMap(source -> source.words().values().stream().flatMap(List::stream))
                .distinct()
                .sorted()
                .toList();
    }
}
