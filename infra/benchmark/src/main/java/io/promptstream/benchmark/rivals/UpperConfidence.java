package io.promptstream.benchmark.rivals;

import io.promptstream.local.evaluation.CoreTrials.Attempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A bandit over fixed prompts: those that people wrote, and phrases drawn at random. UCB1 on rewards as they come, scaled by
 * their deviation (Auer, Cesa-Bianchi and Fischer 2002); inputs are drawn at random.
 */
record UpperConfidence(String name) implements Method {
    private static final int RANDOM_ARMS = 128;
    private static final int LONGEST = 5;
    /** Arms that are pulled together, so that the model has something to do. */
    private static final int PULLED = 16;

    private static final int SELECTED_FROM = 8;

    private static final class Arm {
        private final String prompt;
        private long pulls;
        private double sum;

        Arm(String prompt) {
            this.prompt = prompt;
        }

        double mean() {
            return pulls == 0 ? Double.POSITIVE_INFINITY : sum / (double) pulls;
        }

        double bound(long all, double deviation) {
            return pulls == 0
                    ? Double.POSITIVE_INFINITY
                    : mean() + deviation * Math.sqrt(2 * StrictMath.log((double) all) / (double) pulls);
        }
    }

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        var arms = arms(problem, seed);
        var random = new Random(seed);
        double squares = 0;
        long pulls = 0;
        while (model.left() >= PULLED + Selection.calls(problem, SELECTED_FROM)) {
            double deviation = pulls == 0 ? 0 : Math.sqrt(squares / (double) pulls);
            long all = Math.max(1, pulls);
            var pulled = arms.stream()
                    .sorted(Comparator.comparingDouble((Arm arm) -> -arm.bound(all, deviation)))
                    .limit(PULLED)
                    .toList();
            var trials = model.trials(pulled.stream()
                    .map(arm -> new Attempt(
                            problem.train().get(random.nextInt(problem.train().size())), arm.prompt))
                    .toList());
            for (int at = 0; at < pulled.size(); at++) {
                var arm = pulled.get(at);
                double reward = CountedModel.reward(trials.get(at));
                double expected = arm.pulls == 0 ? 0 : arm.mean();
                arm.pulls++;
                arm.sum += reward;
                squares += (reward - expected) * (reward - expected);
                pulls++;
            }
        }
        if (pulls > 0) {
            var highest = arms.stream()
                    .filter(arm -> arm.pulls > 0)
                    .sorted(Comparator.comparingDouble((Arm arm) -> -arm.mean()))
                    .limit(SELECTED_FROM)
                    .map(arm -> arm.prompt)
                    .toList();
            new Selection(problem, model).serve(highest, best);
        }
    }

    private static List<Arm> arms(Problem problem, long seed) {
        var vocabulary = new Vocabulary(problem, seed);
        var lengths = new Random(seed);
        var prompts = new ArrayList<String>();
        prompts.add("");
        prompts.addAll(problem.task().getHandWrittenPrompts());
        IntStream.range(0, RANDOM_ARMS).forEach(arm -> prompts.add(vocabulary.phrase(1 + lengths.nextInt(LONGEST))));
        return prompts.stream().distinct().map(Arm::new).toList();
    }
}
