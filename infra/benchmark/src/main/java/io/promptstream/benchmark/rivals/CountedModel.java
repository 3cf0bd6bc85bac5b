package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.LabelCalibration;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The task model as a search sees it: every answer is a call, and there are only so many. An answer that was given before costs
 * as much as a new one; who wants to save remembers. Belongs to one thread.
 */
final class CountedModel {
    /** As calibration in the running system has it. */
    private static final int USUAL_INPUTS = 4;

    private final Task task;
    private final Task calibrating;
    private final ScoreTable scores;
    private final long budget;
    private final boolean calibrated;
    private long calls;
    private double rewards;

    /**
     * Nothing was asked yet.
     *
     * @param budget calls that may be made in all
     * @param calibrated whether answers to a prompt are judged with the means of its labels' log-probabilities, over the inputs
     *     that it was asked with, taken off (batch calibration, arXiv 2309.17249)
     */
    CountedModel(Task task, ScoreTable scores, long budget, boolean calibrated) {
        this.task = task;
        this.calibrating =
                Task.newBuilder(task).setCalibration(LabelCalibration.BATCH).build();
        this.scores = scores;
        this.budget = budget;
        this.calibrated = calibrated;
    }

    /**
     * What comes of the attempts, in their order.
     *
     * @throws IllegalStateException if they are more than what is left
     */
    List<Trial> trials(List<Attempt> attempts) {
        require(attempts.size());
        var trials = scores.trials(task, attempts);
        count(attempts.size(), trials.stream().mapToDouble(CountedModel::reward).sum());
        return trials;
    }

    /**
     * Takes answers into account, and what they earned.
     *
     * @throws IllegalStateException if they are more than what is left
     */
    void count(long made, double earned) {
        require(made);
        calls += made;
        rewards += earned;
    }

    /** How good a prompt is on all of the inputs. */
    Measures measure(String prompt, List<TaskInput> inputs) {
        require(inputs.size());
        var measures = scores.measure(task, prompt, shift(prompt, inputs), inputs);
        count(inputs.size(), Objects.requireNonNullElse(measures.reward(), 0.0) * inputs.size());
        return measures;
    }

    /**
     * What a prompt earns.
     *
     * @param reward mean
     * @param shift what was taken off the labels' logits; empty: nothing
     */
    record Judged(double reward, List<Float> shift) {}

    /**
     * What prompts earn on inputs, in the order of the prompts. Where few inputs tell how likely labels are under a prompt, what
     * is usual under all of the prompts counts as {@link #USUAL_INPUTS} more.
     *
     * @param known of the inputs that come first, with so many every prompt was asked before; the others are calls
     */
    List<Judged> judged(List<String> prompts, List<TaskInput> inputs, int known) {
        int asked = inputs.size() - known;
        require((long) prompts.size() * asked);
        // Input by input: its prompts are scored together.
        scores.meanRewards(task, prompts, inputs.subList(known, inputs.size()));
        var means = prompts.stream().map(prompt -> shift(prompt, inputs)).toList();
        var usual = usual(means);
        List<Judged> judged = new ArrayList<>();
        for (int at = 0; at < prompts.size(); at++) {
            var shift = shrunk(means.get(at), usual, inputs.size());
            var prompt = prompts.get(at);
            var attempts =
                    inputs.stream().map(input -> new Attempt(input, prompt)).toList();
            var earned = scores.trials(task, attempts, Collections.nCopies(attempts.size(), shift)).stream()
                    .mapToDouble(CountedModel::reward)
                    .toArray();
            count(asked, Arrays.stream(earned).skip(known).sum());
            judged.add(new Judged(Arrays.stream(earned).average().orElseThrow(), shift));
        }
        return judged;
    }

    private static List<Float> shrunk(List<Float> own, List<Double> usual, int inputs) {
        return IntStream.range(0, own.size())
                .mapToObj(label ->
                        (float) ((inputs * own.get(label) + USUAL_INPUTS * usual.get(label)) / (inputs + USUAL_INPUTS)))
                .toList();
    }

    /** Mean of each label over prompts. */
    private static List<Double> usual(List<List<Float>> means) {
        return IntStream.range(0, means.getFirst().size())
                .mapToObj(label -> means.stream()
                        .mapToDouble(ofPrompt -> ofPrompt.get(label))
                        .average()
                        .orElseThrow())
                .toList();
    }

    /** Means of the labels' log-probabilities under a prompt, over inputs that it was asked with; empty: not calibrated. */
    List<Float> shift(String prompt, List<TaskInput> inputs) {
        return calibrated ? scores.labelMeans(calibrating, prompt, inputs) : List.of();
    }

    private void require(long calls) {
        if (this.calls + calls > budget) {
            throw new IllegalStateException(calls + " calls are too many after " + this.calls + " of " + budget
                    + ": ask for what is left first");
        }
    }

    /** Mean reward of all answers until now: what was earned while searching; not a number before the first. */
    double meanReward() {
        return rewards / (double) calls;
    }

    long calls() {
        return calls;
    }

    long left() {
        return budget - calls;
    }

    long budget() {
        return budget;
    }

    /** The reward; what failed earns nothing. */
    static double reward(Trial trial) {
        return Objects.requireNonNullElse(trial.reward(), 0.0);
    }
}
