package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.LabelCalibration;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The task model as a search sees it: every answer is a call, and there are only so many. An answer that was given before costs
 * as much as a new one; who wants to save remembers. Belongs to one thread.
 */
final class CountedModel {
    private final Task task;
    private final Task calibrating;
    private final ScoreTable scores;
    private final long budget;
    private final boolean calibrated;
    private long calls;
    private long answers;
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
        spend(attempts.size());
        answers += attempts.size();
        var trials = scores.trials(task, attempts);
        trials.forEach(trial -> rewards += reward(trial));
        return trials;
    }

    /** Takes answers into account that were not asked for here, and what they earned. */
    void count(long made, double earned) {
        spend(made);
        answers += made;
        rewards += earned;
    }

    /** Takes calls into account that brought no answer. */
    void spend(long made) {
        if (calls + made > budget) {
            throw new IllegalStateException(
                    made + " calls are too many after " + calls + " of " + budget + ": ask for what is left first");
        }
        calls += made;
    }

    /** How good a prompt is on all of the inputs. */
    Measures measure(String prompt, List<TaskInput> inputs) {
        trials(inputs.stream().map(input -> new Attempt(input, prompt)).toList());
        return scores.measure(task, prompt, shift(prompt, inputs), inputs);
    }

    /**
     * Mean rewards of prompts over inputs, in the order of the prompts.
     *
     * @param known of the inputs that come first, with so many every prompt was asked before; the others are calls
     */
    List<Double> meanRewards(List<String> prompts, List<TaskInput> inputs, int known) {
        // Input by input: its prompts are scored together.
        trials(inputs.subList(known, inputs.size()).stream()
                .flatMap(input -> prompts.stream().map(prompt -> new Attempt(input, prompt)))
                .toList());
        return prompts.stream()
                .map(prompt -> {
                    var attempts = inputs.stream()
                            .map(input -> new Attempt(input, prompt))
                            .toList();
                    var shifts = Collections.nCopies(attempts.size(), shift(prompt, inputs));
                    return scores.trials(task, attempts, shifts).stream()
                            .mapToDouble(CountedModel::reward)
                            .average()
                            .orElseThrow();
                })
                .toList();
    }

    /** What is taken off the labels' logits to judge a prompt on inputs that it was asked with; empty: nothing. */
    List<Float> shift(String prompt, List<TaskInput> inputs) {
        return calibrated ? scores.labelMeans(calibrating, prompt, inputs) : List.of();
    }

    /** Mean reward of all answers until now: what was earned while searching; not a number before the first. */
    double meanReward() {
        return rewards / (double) answers;
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
