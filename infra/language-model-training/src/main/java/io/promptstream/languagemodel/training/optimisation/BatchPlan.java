package io.promptstream.languagemodel.training.optimisation;

import io.promptstream.languagemodel.training.data.Batch;
import io.promptstream.languagemodel.training.data.Example;
import io.promptstream.languagemodel.training.data.Seeds;
import io.promptstream.languagemodel.training.data.Shuffled;
import io.promptstream.languagemodel.training.data.TrainingData;
import io.promptstream.languagemodel.training.recipe.Optimiser;
import io.promptstream.languagemodel.training.recipe.Phase;
import io.promptstream.languagemodel.training.recipe.PhraseNoise;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What each worker learns from at each step. A pure function of recipe, data and step, so that a run that is resumed at a step continues
 * with the same sequences.
 */
public final class BatchPlan {

    private static final int TEXT_ORDER = 2;
    private static final int LABELLED_ORDER = 3;
    private static final int PHRASES = 4;
    private static final int MOST_VALIDATION_WINDOWS = 96;
    private static final int MOST_VALIDATION_INPUTS = 512;
    private static final int VALIDATION_ROWS = 32;

    private final TrainingData data;
    private final PhraseNoise recipeNoise;
    private final Optimiser optimiser;
    private final long seed;
    private final int workers;
    private final List<Stage> stages = new ArrayList<>();
    private final Shuffled windowOrder;
    private final Shuffled inputOrder;

    /** A phase cut into steps, each with the same number of windows and inputs. */
    private record Stage(
            Phase phase, long firstStep, long steps, int windows, int inputs, long firstWindow, long firstInput) {}

    /** @param share of each phase's tokens to train on, above 0 and at most 1 */
    public BatchPlan(TrainingRecipe recipe, TrainingData data, int workers, double share) {
        this.data = data;
        this.recipeNoise = recipe.noise();
        this.optimiser = recipe.optimiser();
        this.seed = recipe.seed();
        this.workers = workers;
        checkEnough(recipe, data);
        this.windowOrder = new Shuffled(data.windows(optimiser.window(), 0) - 1, Seeds.mix(seed, TEXT_ORDER));
        this.inputOrder = new Shuffled(Math.max(1, data.labelledInputs()), Seeds.mix(seed, LABELLED_ORDER));
        long step = 0;
        long window = 0;
        long input = 0;
        for (Phase phase : recipe.phases()) {
            int perStep = optimiser.tokensPerStep();
            long steps = Math.max(1, Math.round(phase.tokens() * share / perStep));
            int windows = (int) Math.round(perStep * (1 - phase.labelledShare()) / optimiser.window());
            int inputs = (int) Math.round(perStep * phase.labelledShare() / meanInputLength(noise(phase)));
            stages.add(new Stage(phase, step, steps, windows, inputs, window, input));
            step += steps;
            window += steps * windows;
            input += steps * inputs;
        }
    }

    private static void checkEnough(TrainingRecipe recipe, TrainingData data) {
        int window = recipe.optimiser().window();
        if (data.windows(window, 0) < 2) {
            throw new IllegalArgumentException(
                    "text: the files hold %d tokens to train on; write text for two windows (optimiser.window) of %d at least"
                            .formatted(data.textTokens(), window));
        }
        if (data.labelledInputs() == 0 && recipe.phases().stream().anyMatch(phase -> phase.labelledShare() > 0)) {
            throw new IllegalArgumentException("labelled: the files hold no input to train on; write two at least");
        }
    }

    public long steps() {
        Stage last = stages.getLast();
        return last.firstStep() + last.steps();
    }

    String phase(long step) {
        return stage(step).phase().name();
    }

    /** Of the warm-up and cosine that the step's phase, or one before it, began. */
    double learningRate(long step) {
        double peak = optimiser.learningRate();
        long first = 0;
        long end = steps();
        for (Stage stage : stages) {
            Double own = stage.phase().learningRate();
            if (own != null && stage.firstStep() <= step) {
                peak = own;
                first = stage.firstStep();
            } else if (own != null) {
                end = Math.min(end, stage.firstStep());
            }
        }
        return new LearningRateSchedule(peak, optimiser.warmUpSteps(), end - first, optimiser.finalShare())
                .at(step - first);
    }

    /** The batches of each worker at {@code step}, about the same number of tokens for each. */
    public List<List<Batch>> step(long step) {
        Stage stage = stage(step);
        long within = step - stage.firstStep();
        List<Example> windows = new ArrayList<>();
        for (int i = 0; i < stage.windows(); i++) {
            windows.add(window(stage.firstWindow() + within * stage.windows() + i));
        }
        List<Example> inputs = new ArrayList<>();
        for (int i = 0; i < stage.inputs(); i++) {
            long position = stage.firstInput() + within * stage.inputs() + i;
            inputs.add(data.labelled(
                    inputOrder.at(position),
                    noise(stage.phase()),
                    new SplittableRandom(Seeds.mix(seed, PHRASES, position))));
        }
        return split(windows, inputs);
    }

    private Example window(long position) {
        // Another start in every round through the text, so that a sequence is not always cut at the same places.
        long round = position / (data.windows(optimiser.window(), 0) - 1);
        int shift = (int) Math.floorMod(Seeds.mix(seed, TEXT_ORDER, round), (long) optimiser.window());
        return data.window(windowOrder.at(position), optimiser.window(), shift);
    }

    private List<List<Batch>> split(List<Example> windows, List<Example> inputs) {
        List<List<Batch>> batches = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            batches.add(new ArrayList<>());
            List<Example> own = part(windows, worker, workers);
            if (!own.isEmpty()) {
                batches.get(worker).add(batch(own));
            }
        }
        // Inputs of similar length share a batch, which wastes little on padding; each worker gets short and long ones.
        List<Example> sorted = new ArrayList<>(inputs);
        sorted.sort(Comparator.comparingInt(Example::length));
        int parts = 2 * workers;
        for (int part = 0; part < parts; part++) {
            List<Example> some = part(sorted, part, parts);
            if (!some.isEmpty()) {
                batches.get(part < workers ? part : parts - 1 - part).add(batch(some));
            }
        }
        return batches;
    }

    private static List<Example> part(List<Example> all, int part, int parts) {
        return all.subList((int) ((long) all.size() * part / parts), (int) ((long) all.size() * (part + 1) / parts));
    }

    /** Held-out plain text. */
    List<Batch> validationText() {
        return batches(data.heldOutWindows(optimiser.window(), MOST_VALIDATION_WINDOWS));
    }

    /** Held-out labelled inputs with their phrases; empty when the recipe has none. */
    List<Batch> validationLabelled() {
        List<Example> examples = data.heldOutLabelled(MOST_VALIDATION_INPUTS, recipeNoise);
        examples.sort(Comparator.comparingInt(Example::length));
        return batches(examples);
    }

    private List<Batch> batches(List<Example> examples) {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < examples.size(); i += VALIDATION_ROWS) {
            batches.add(batch(examples.subList(i, Math.min(examples.size(), i + VALIDATION_ROWS))));
        }
        return batches;
    }

    private Batch batch(List<Example> examples) {
        return Batch.of(examples, data.vocabulary().endOfText(), optimiser.labelWordWeight());
    }

    private PhraseNoise noise(Phase phase) {
        PhraseNoise own = phase.noise();
        return own == null ? recipeNoise : own;
    }

    private double meanInputLength(PhraseNoise noise) {
        int sample = Math.min(2000, data.labelledInputs());
        long tokens = 0;
        for (int i = 0; i < sample; i++) {
            tokens += data.labelled(inputOrder.at(i), noise, new SplittableRandom(Seeds.mix(seed, PHRASES, i)))
                    .ids()
                    .length;
        }
        return sample == 0 ? 1 : (double) tokens / sample;
    }

    private Stage stage(long step) {
        Stage found = stages.getFirst();
        for (Stage stage : stages) {
            if (stage.firstStep() <= step) {
                found = stage;
            }
        }
        return found;
    }
}
