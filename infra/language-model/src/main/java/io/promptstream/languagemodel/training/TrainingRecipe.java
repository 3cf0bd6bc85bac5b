package io.promptstream.languagemodel.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.promptstream.languagemodel.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** @param vocabulary tokens, including the 256 bytes and the end of text */
    public record Shape(int vocabulary, int positions, int width, int layers, int heads, Activation activation) {

        public Shape {
            require(activation, "shape.activation");
        }
    }

    /**
     * One file of documents.
     *
     * @param file below the data folder: {@code .txt.gz} with one document a line or, with blank lines, a paragraph each; or
     *     {@code .tsv} with a header
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
     * One file of labelled inputs and what may follow an input.
     *
     * @param repeat how often each input occurs in one round through all labelled inputs
     * @param words the words of each label, the usual one first
     * @param phrases what stands between input and label word
     * @param test how the effect of prompts is measured once the model is trained; left out for no measurement
     */
    public record LabelledSource(
            String file,
            String input,
            String label,
            int repeat,
            Map<String, List<String>> words,
            List<Phrase> phrases,
            @Nullable PromptTest test) {

        public LabelledSource {
            require(file, "labelled: file");
            require(input, "input of " + file);
            require(label, "label of " + file);
            require(words, "words of " + file);
            require(phrases, "phrases of " + file);
            requirePositive(repeat, "repeat of " + file);
            if (words.size() < 2) {
                throw new IllegalArgumentException("words of " + file + ": write at least two labels");
            }
            words.forEach((name, list) -> {
                if (list.isEmpty()) {
                    throw new IllegalArgumentException("words of " + file + ": write a word for label " + name);
                }
            });
            if (phrases.isEmpty()) {
                throw new IllegalArgumentException("phrases of " + file + ": write at least one");
            }
            words = Map.copyOf(words);
            phrases = List.copyOf(phrases);
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
            require(casualPrompts, "casualPrompts of " + file);
            requirePositive(inputs, "inputs of " + file);
            casualPrompts = List.copyOf(casualPrompts);
        }
    }

    /**
     * @param reliability probability that the label word behind the phrase tells the input's label; otherwise it tells any label
     * @param weight how often the phrase is chosen, against the others of its source
     */
    public record Phrase(String text, double reliability, double weight) {

        public Phrase {
            require(text, "phrases: text");
            requireProbability(reliability, "reliability of phrase '" + text + "'");
            if (!(weight > 0)) {
                throw new IllegalArgumentException("weight of phrase '" + text + "': write a number above 0");
            }
        }
    }

    /**
     * What else happens behind an input, so that few words of a phrase, or a phrase among other words, carry part of its meaning.
     *
     * @param without share of inputs with nothing behind them
     * @param meaningless share of inputs followed by random words and any label's word
     * @param extended share of phrases with one to three random words before them
     * @param shortened share of phrases of several words with one word left out
     * @param reliabilityKept factor on the reliability of an extended or shortened phrase
     */
    public record PhraseNoise(
            double without, double meaningless, double extended, double shortened, double reliabilityKept) {

        public PhraseNoise {
            requireProbability(without + meaningless, "noise: without + meaningless");
            requireProbability(extended, "noise: extended");
            requireProbability(shortened, "noise: shortened");
            requireProbability(reliabilityKept, "noise: reliabilityKept");
        }
    }

    /**
     * @param tokens to train on
     * @param labelledShare part of each step's tokens that are labelled inputs and their phrases
     */
    public record Phase(String name, long tokens, double labelledShare) {

        public Phase {
            require(name, "phases: name");
            requireProbability(labelledShare, "labelledShare of phase " + name);
        }
    }

    /**
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
        attributions = List.copyOf(attributions);
        limits = List.copyOf(limits);
        text = List.copyOf(text);
        labelled = List.copyOf(labelled);
        phases = List.copyOf(phases);
    }

    /** The files that training reads, each once. */
    List<String> trainingFiles() {
        return Stream.concat(text.stream().map(TextSource::file), labelled.stream().map(LabelledSource::file))
                .distinct()
                .toList();
    }

    /** Reads a recipe; a message names the file and the field. */
    public static TrainingRecipe read(Path file) throws IOException {
        try {
            return YAML.readValue(Files.readString(file), TrainingRecipe.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("recipe " + file + ": " + e.getMessage(), e);
        }
    }

    /** What the weights depend on, in an order that does not change. */
    List<Object> decisive() {
        List<Object> sources = new ArrayList<>(text);
        for (LabelledSource source : labelled) {
            sources.add(List.of(source.file(), source.input(), source.label(), source.repeat(), source.phrases()));
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

    /** The YAML reader leaves what is not written at null, whatever the type says. */
    private static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing; write it");
        }
    }

    private static void requirePositive(int value, String field) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + ": write a number above 0, not " + value);
        }
    }

    private static void requireProbability(double value, String field) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + ": write a number from 0 to 1, not " + value);
        }
    }
}
