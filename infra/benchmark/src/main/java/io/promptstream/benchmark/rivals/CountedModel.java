package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import java.util.List;
import java.util.Objects;

/**
 * The task model as a search sees it: every answer is a call, and there are only so many. An answer that was given before costs
 * as much as a new one; who wants to save remembers. Belongs to one thread.
 */
final class CountedModel {
    private final Task task;
    private final ScoreTable scores;
    private final long budget;
    private long calls;
    private long answers;
    private double rewards;

    /** @param budget calls that may be made in all */
    CountedModel(Task task, ScoreTable scores, long budget) {
        this.task = task;
        this.scores = scores;
        this.budget = budget;
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
        var attempts = inputs.stream().map(input -> new Attempt(input, prompt)).toList();
        return Measures.of(
                trials(attempts),
                task.getLabels().stream().map(label -> label.getName()).toList());
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
