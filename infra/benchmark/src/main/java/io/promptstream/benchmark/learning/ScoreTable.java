package io.promptstream.benchmark.learning;

import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import io.promptstream.reward.function.ElementMeans;
import io.promptstream.reward.function.UncalibratedScores;
import io.promptstream.task.model.LabelScores;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the task model said about prompts on inputs. It is asked once for each pair: it is frozen and greedy, so that a second
 * answer would be the same. Belongs to one thread.
 */
public final class ScoreTable {
    private final CoreTrials trials;
    private final Map<Attempt, TaskOutput> known = new HashMap<>();

    public ScoreTable(CoreTrials trials) {
        this.trials = trials;
    }

    /** What came of the attempts, in their order, by the task's reward. */
    public List<Trial> trials(Task task, List<Attempt> attempts) {
        return trials(task, attempts, Collections.nCopies(attempts.size(), List.of()));
    }

    /**
     * What came of calibrated attempts.
     *
     * @param shifts what is taken off the labels' logits in each of them; empty: nothing
     */
    public List<Trial> trials(Task task, List<Attempt> attempts, List<List<Float>> shifts) {
        return trials(task, attempts, outputs(attempts), shifts);
    }

    /** The same, of attempts whose outputs are known. */
    static List<Trial> trials(Task task, List<Attempt> attempts, List<TaskOutput> outputs, List<List<Float>> shifts) {
        var reward = CoreTrials.reward(task.getReward());
        return IntStream.range(0, outputs.size())
                .mapToObj(at ->
                        CoreTrials.trial(task, reward, attempts.get(at), calibrated(outputs.get(at), shifts.get(at))))
                .toList();
    }

    private static TaskOutput calibrated(TaskOutput output, List<Float> shift) {
        return shift.isEmpty()
                ? output
                : TaskOutput.newBuilder(output)
                        .setScores(LabelScores.shifted(output.getScores(), shift))
                        .build();
    }

    /** What the task model said, in the order of the attempts. */
    List<TaskOutput> outputs(List<Attempt> attempts) {
        var missing = new LinkedHashSet<>(attempts);
        missing.removeIf(known::containsKey);
        var asked = List.copyOf(missing);
        var answers = trials.outputs(asked);
        var soft = new HashMap<Attempt, TaskOutput>();
        for (int at = 0; at < asked.size(); at++) {
            var attempt = asked.get(at);
            // No embeddings come again.
            (attempt.embedding().isEmpty() ? known : soft).put(attempt, answers.get(at));
        }
        return attempts.stream()
                .map(attempt -> Objects.requireNonNull(known.getOrDefault(attempt, soft.get(attempt))))
                .toList();
    }

    /** Mean rewards of the prompts over the inputs, in the order of the prompts; what failed counts 0. */
    public List<Double> meanRewards(Task task, List<String> prompts, List<TaskInput> inputs) {
        // Input by input: its prompts are scored together.
        var attempts = inputs.stream()
                .flatMap(input -> prompts.stream().map(prompt -> new Attempt(input, prompt)))
                .toList();
        var answers = trials(task, attempts);
        var sums = new double[prompts.size()];
        for (int at = 0; at < answers.size(); at++) {
            sums[at % sums.length] += Objects.requireNonNullElse(answers.get(at).reward(), 0.0);
        }
        return IntStream.range(0, sums.length)
                .mapToObj(prompt -> sums[prompt] / inputs.size())
                .toList();
    }

    /** Mean log-probabilities of the labels, in the task's order: what calibration takes off. */
    public List<Float> labelMeans(Task task, String prompt, List<TaskInput> inputs) {
        return ElementMeans.of(outputs(
                        inputs.stream().map(input -> new Attempt(input, prompt)).toList())
                .stream()
                .map(output -> UncalibratedScores.of(output, task))
                .toList());
    }

    /** How good a prompt is on the inputs. */
    public Measures measure(Task task, String prompt, List<TaskInput> inputs) {
        return measure(task, prompt, List.of(), inputs);
    }

    /**
     * How good a prompt is on the inputs.
     *
     * @param shift what is taken off the labels' logits; empty: nothing
     */
    public Measures measure(Task task, String prompt, List<Float> shift, List<TaskInput> inputs) {
        return measure(task, prompt, List.of(), shift, inputs);
    }

    /**
     * How good a prompt is on the inputs.
     *
     * @param embedding what the task model reads in its place, row by row; empty: its text
     * @param shift what is taken off the labels' logits; empty: nothing
     */
    public Measures measure(
            Task task, String prompt, List<Float> embedding, List<Float> shift, List<TaskInput> inputs) {
        var attempts = inputs.stream()
                .map(input -> new Attempt(input, prompt, embedding, Optional.empty()))
                .toList();
        return Measures.of(
                trials(task, attempts, Collections.nCopies(attempts.size(), shift)),
                task.getLabels().stream().map(Label::getName).toList());
    }
}
