package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/**
 * Whether prompts that earn more are right more often: random prompts of one to five words, their mean rewards on inputs to
 * learn from, and their accuracies on these and on others. Calibrated answers have each prompt's own means taken off, as they
 * are on the inputs to learn from. The accuracy on the inputs to learn from is one of the rewards: how well it foretells that on
 * others is what a perfect reward would.
 *
 * @param task name in the suite
 * @param rows one for each reward, uncalibrated and calibrated
 */
record RewardRanks(String task, List<Row> rows) {
    private static final int LONGEST = 5;
    private static final int BEST = 5;

    /**
     * One reward.
     *
     * @param calibrated whether it is of calibrated answers, and the accuracies are
     * @param seenCorrelation of the ranks by reward and by accuracy on the same inputs (Spearman)
     * @param correlation of the ranks by reward and by accuracy on other inputs
     * @param accuracyOfBest mean accuracy of the five prompts that earn most
     * @param meanAccuracy of all prompts
     * @param highestAccuracy of any
     */
    record Row(
            String reward,
            boolean calibrated,
            double seenCorrelation,
            double correlation,
            double accuracyOfBest,
            double meanAccuracy,
            double highestAccuracy) {}

    /**
     * Asks the task model for every prompt on every input.
     *
     * @param prompts how many
     * @param inputs at most so many to learn from, and at most so many to measure on
     */
    static RewardRanks of(Problem problem, String name, List<TaskInput> test, long seed, int prompts, int inputs) {
        var vocabulary = new Vocabulary(problem, seed);
        var written = IntStream.range(0, prompts)
                .mapToObj(prompt -> vocabulary.phrase(1 + prompt % LONGEST))
                .toList();
        var seen = sample(problem.stream(), inputs, seed);
        var unseen = sample(test, inputs, seed);
        // Input by input, whose prompts are scored together; later looks find what was said.
        problem.scores().meanRewards(problem.task(), written, seen);
        problem.scores().meanRewards(problem.task(), written, unseen);
        List<Row> rows = new ArrayList<>();
        var calibrating = new TaskSettings(Map.of("calibration", "batch")).of(problem.file());
        for (var calibrated : List.of(false, true)) {
            var shifts = written.stream()
                    .map(prompt ->
                            calibrated ? problem.scores().labelMeans(calibrating, prompt, seen) : List.<Float>of())
                    .toList();
            var known = accuracies(measured(problem, problem.task(), written, shifts, seen));
            var accuracies = accuracies(measured(problem, problem.task(), written, shifts, unseen));
            for (var kind : List.of("label-margin", "log-probability")) {
                var task = new TaskSettings(Map.of("reward.kind", kind)).of(problem.file());
                var rewards = measured(problem, task, written, shifts, seen).stream()
                        .mapToDouble(measures -> Objects.requireNonNull(measures.reward()))
                        .toArray();
                rows.add(row(kind, calibrated, rewards, known, accuracies));
            }
            rows.add(row("accuracy", calibrated, known, known, accuracies));
        }
        return new RewardRanks(name, rows);
    }

    private static List<TaskInput> sample(List<TaskInput> inputs, int most, long seed) {
        var shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(most, shuffled.size()));
    }

    private static List<Measures> measured(
            Problem problem, Task task, List<String> prompts, List<List<Float>> shifts, List<TaskInput> inputs) {
        return IntStream.range(0, prompts.size())
                .mapToObj(at -> problem.scores().measure(task, prompts.get(at), shifts.get(at), inputs))
                .toList();
    }

    private static double[] accuracies(List<Measures> measures) {
        return measures.stream()
                .mapToDouble(each -> Objects.requireNonNull(each.accuracy()))
                .toArray();
    }

    /**
     * What rewards tell.
     *
     * @param known accuracies on the inputs that the rewards are of
     * @param accuracies on others
     */
    static Row row(String kind, boolean calibrated, double[] rewards, double[] known, double[] accuracies) {
        double ofBest = IntStream.range(0, rewards.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer prompt) -> -rewards[prompt]))
                .limit(BEST)
                .mapToDouble(prompt -> accuracies[prompt])
                .average()
                .orElseThrow();
        var all = IntStream.range(0, accuracies.length)
                .mapToDouble(prompt -> accuracies[prompt])
                .summaryStatistics();
        return new Row(
                kind,
                calibrated,
                new SpearmansCorrelation().correlation(rewards, known),
                new SpearmansCorrelation().correlation(rewards, accuracies),
                ofBest,
                all.getAverage(),
                all.getMax());
    }
}
