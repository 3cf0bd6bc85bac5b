package io.promptstream.local.evaluation;

import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.TaskInput;
import io.promptstream.reward.function.Evidence;
import io.promptstream.reward.function.RewardFunction;
import io.promptstream.reward.function.Scoring;
import io.promptstream.task.execution.PromptRunner;
import io.promptstream.task.execution.PromptRunner.Query;
import io.promptstream.task.execution.RemoteTokenBudget;
import io.promptstream.task.execution.TaskModels;
import io.promptstream.task.local.CausalModel;
import io.promptstream.task.local.LocalModel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries prompts in this process, with the cores that the task service answers with and the reward service scores with: for
 * searches that make too many calls to go through a running system. Belongs to one thread; the model is run by several.
 */
public final class CoreTrials implements AutoCloseable {

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final Task task;
    private final PromptRunner runner;
    private final String modelId;

    /**
     * A prompt that is tried on an input.
     *
     * @param embedding what the task model reads in the prompt's place, row by row; empty: its text
     * @param gradientLabel name of the label whose loss is differentiated; empty: none is
     */
    public record Attempt(TaskInput input, String prompt, List<Float> embedding, Optional<String> gradientLabel) {
        public Attempt {
            embedding = List.copyOf(embedding);
        }

        /** Of a prompt that is text. */
        public Attempt(TaskInput input, String prompt) {
            this(input, prompt, List.of(), Optional.empty());
        }
    }

    /** @param model the task's own; stays open */
    public CoreTrials(Task task, CausalModel model) {
        var name = task.getTaskModel().getName();
        var local = new LocalModel(name, model);
        var models = new TaskModels(Map.of(name, local), remote -> {
            throw new CommandException(
                    "Task " + task.getTaskId() + " is answered by a remote model," + " which is not called from here");
        });
        this.task = task;
        this.modelId = local.id();
        this.runner = new PromptRunner(task, models, THREADS, new RemoteTokenBudget(0), InstantSource.system());
    }

    /** The model's name and what identifies its weights, as outputs carry it. */
    public String modelId() {
        return modelId;
    }

    /** What the task model says, in the order of the attempts; those on one input are fastest side by side. */
    public List<TaskOutput> outputs(List<Attempt> attempts) {
        try {
            return runner.run(attempts.stream()
                    .map(attempt -> new Query(
                            attempt.prompt(),
                            attempt.input().text(),
                            attempt.input().context(),
                            attempt.embedding(),
                            attempt.gradientLabel()))
                    .toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted", e);
        }
    }

    /** What came of an attempt, by a reward of the task's kind. */
    public static Trial trial(Task task, RewardFunction reward, Attempt attempt, TaskOutput output) {
        var labels = task.getLabels().stream().map(Label::getName).toList();
        int label = labels.indexOf(attempt.input().reference());
        var failure = output.getFailure();
        if (failure.isPresent()) {
            return Trial.failed(
                    label, failure.get().getCode() + ": " + failure.get().getMessage());
        }
        return switch (reward.score(output, new Evidence(attempt.input().reference(), null))) {
            case Scoring.Scored scored ->
                new Trial(
                        label,
                        output.getScores().stream().map(LabelScore::getLogit).toList(),
                        scored.value(),
                        scored.correct(),
                        scored.components(),
                        null);
            case Scoring.Unreferenced ignored -> Trial.failed(label, "UNSCORABLE: there is no reference");
            case Scoring.UnusableReference unusable -> Trial.failed(label, "UNSCORABLE: " + unusable.reason());
            case Scoring.Unscorable unscorable -> Trial.failed(label, "UNSCORABLE: " + unscorable.reason());
        };
    }

    /**
     * The function that rewards are computed by.
     *
     * @throws CommandException if this version has none for the definition
     */
    public static RewardFunction reward(RewardDefinition definition) {
        return RewardFunction.of(definition)
                .orElseThrow(() -> new CommandException(
                        "reward.kind " + definition.getKind() + " is unknown to this version: use a newer one"));
    }

    /** Mean rewards of prompts over inputs, in the order of the prompts; what failed counts 0. */
    public double[] meanRewards(List<String> prompts, List<TaskInput> inputs, PromptEvaluation.Progress progress) {
        var reward = reward(task.getReward());
        var sums = new double[prompts.size()];
        long total = (long) prompts.size() * inputs.size();
        long done = 0;
        // Some inputs at once, so that several workers have something to do.
        for (int from = 0; from < inputs.size(); from += THREADS) {
            var attempts = new ArrayList<Attempt>();
            for (var input : inputs.subList(from, Math.min(inputs.size(), from + THREADS))) {
                prompts.forEach(prompt -> attempts.add(new Attempt(input, prompt)));
            }
            var outputs = outputs(attempts);
            for (int place = 0; place < outputs.size(); place++) {
                var value = trial(task, reward, attempts.get(place), outputs.get(place))
                        .reward();
                sums[place % sums.length] += value == null ? 0 : value;
            }
            done += attempts.size();
            progress.show(done, total);
        }
        for (int prompt = 0; prompt < sums.length; prompt++) {
            sums[prompt] /= inputs.size();
        }
        return sums;
    }

    @Override
    public void close() {
        runner.close();
    }
}
