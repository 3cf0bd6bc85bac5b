package io.promptstream.benchmark.tuning;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.Task;
import io.promptstream.local.input.TaskInput;
import java.util.List;
import java.util.Objects;

/** Prompts without learning: each is tried on every input to learn from, and the one with the highest mean reward is taken. */
final class RandomSearch {
    private final Task task;
    private final ScoreTable scores;
    private final List<String> prompts;
    private final List<Double> rewards;
    private final int inputs;

    /**
     * Tries prompts.
     *
     * @param prompts in the order in which they are drawn, at least one
     */
    RandomSearch(Task task, List<String> prompts, List<TaskInput> inputs, ScoreTable scores) {
        this.task = task;
        this.scores = scores;
        this.prompts = List.copyOf(prompts);
        this.rewards = scores.meanRewards(task, prompts, inputs);
        this.inputs = inputs.size();
    }

    /** How many prompts so many calls of the task model allow, one at least. */
    static int affordable(long calls, int inputs) {
        return Math.max(1, Math.toIntExact(calls / inputs));
    }

    /** The best that is found with so many calls. */
    String best(long calls) {
        int tried = Math.min(prompts.size(), affordable(calls, inputs));
        int best = 0;
        for (int prompt = 1; prompt < tried; prompt++) {
            best = rewards.get(prompt) > rewards.get(best) ? prompt : best;
        }
        return prompts.get(best);
    }

    /** The highest accuracy of any of these prompts on other inputs, by those themselves: no search could know it. */
    double ceiling(List<TaskInput> others) {
        scores.meanRewards(task, prompts, others);
        return prompts.stream()
                .map(prompt -> scores.measure(task, prompt, others))
                .mapToDouble(measures -> Objects.requireNonNull(measures.accuracy()))
                .max()
                .orElseThrow();
    }
}
