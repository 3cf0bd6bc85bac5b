package io.promptstream.benchmark.learning;

import io.promptstream.local.evaluation.LabelScores;
import io.promptstream.local.evaluation.MarginReward;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.model.LabelledInput;
import io.promptstream.local.model.PromptScorer.Trial;
import java.util.ArrayList;
import java.util.List;

/** Prompts without learning: each is tried on every input to learn from, and the one with the highest mean reward is taken. */
final class RandomSearch {
    private final List<String> prompts;
    private final List<Double> rewards;
    private final int inputs;

    private RandomSearch(List<String> prompts, List<Double> rewards, int inputs) {
        this.prompts = List.copyOf(prompts);
        this.rewards = List.copyOf(rewards);
        this.inputs = inputs;
    }

    /**
     * Tries prompts.
     *
     * @param prompts in the order in which they are drawn, at least one
     */
    static RandomSearch of(List<String> prompts, List<LabelledInput> inputs, ScoreTable scores, MarginReward reward) {
        // Input by input: its prompts are scored together.
        var trials = new ArrayList<Trial>();
        for (var input : inputs) {
            prompts.forEach(prompt -> trials.add(new Trial(input, prompt)));
        }
        List<LabelScores> answers = scores.scores(trials);
        var sums = new double[prompts.size()];
        for (int at = 0; at < answers.size(); at++) {
            sums[at % sums.length] += reward.of(answers.get(at));
        }
        var means = new ArrayList<Double>();
        for (double sum : sums) {
            means.add(sum / inputs.size());
        }
        return new RandomSearch(prompts, means, inputs.size());
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
    double ceiling(List<LabelledInput> others, ScoreTable scores, MarginReward reward) {
        var trials = new ArrayList<Trial>();
        for (var input : others) {
            prompts.forEach(prompt -> trials.add(new Trial(input, prompt)));
        }
        scores.scores(trials);
        return prompts.stream()
                .map(prompt -> scores.measure(prompt, others, reward))
                .mapToDouble(Measures::accuracy)
                .max()
                .orElseThrow();
    }
}
