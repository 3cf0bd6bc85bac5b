package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.input.InputRules;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.task.local.LoadedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One task of a suite, on which methods run one after the other. A method never sees the inputs to measure on: what it would
 * serve is measured after it has ended.
 */
final class Contest {
    private final Suite.Entry entry;
    private final TaskFile file;
    private final Task task;
    private final List<TaskInput> test;
    private final Places places;
    private final FrozenLanguageModel language;

    Contest(Suite.Entry entry, Places places, FrozenLanguageModel language) {
        this.entry = entry;
        this.places = places;
        this.language = language;
        this.file = TaskFile.read(path(entry.task()));
        this.task = new TaskSettings(Map.of()).of(file);
        this.test = inputs(entry.test(), entry.testTextColumn() == null ? entry.textColumn() : entry.testTextColumn());
    }

    private List<TaskInput> inputs(String written) {
        return inputs(written, entry.textColumn());
    }

    private List<TaskInput> inputs(String written, @Nullable String named) {
        var labels = task.getLabels().stream().map(Label::getName).toList();
        var column = Objects.requireNonNullElse(named, "text");
        return TaskInput.read(path(written), new InputRules(labels, true, column));
    }

    private Path path(String written) {
        var path = places.of(written);
        if (path == null) {
            throw new IllegalStateException(entry.name() + " needs data that there is none of");
        }
        return path;
    }

    /** Runs a method. */
    Run run(Method method, long seed, long budget) {
        return with(seed, problem -> {
            var model = new CountedModel(task, problem.scores(), budget, method.calibrated());
            var served = new ServedPrompts(problem, model);
            long began = System.nanoTime();
            method.search(problem, model, served, seed);
            double seconds = (double) (System.nanoTime() - began) / TimeUnit.SECONDS.toNanos(1);
            return new Run(
                    entry.name(),
                    method.name(),
                    seed,
                    budget,
                    model.calls(),
                    model.calls() == 0 ? 0 : model.meanReward(),
                    seconds,
                    served.measured(test));
        });
    }

    /** How well rewards tell which prompts are right on inputs to measure on. */
    RewardRanks ranks(long seed, int prompts, int inputs) {
        return with(seed, problem -> RewardRanks.of(problem, entry.name(), test, seed, prompts, inputs));
    }

    private <R> R with(long seed, Function<Problem, R> use) {
        try (var taskModel = LoadedModel.load(path(entry.model()));
                var trials = new CoreTrials(task, taskModel)) {
            return use.apply(problem(taskModel, new ScoreTable(trials), seed));
        }
    }

    private Problem problem(LoadedModel taskModel, ScoreTable scores, long seed) {
        var own = new PretrainedLanguageModel(taskModel.languageModel());
        var train = inputs(entry.train().replace("{seed}", Long.toString(seed)));
        var dev = entry.dev();
        if (dev != null) {
            return new Problem(
                    file, task, train, inputs(dev.replace("{seed}", Long.toString(seed))), language, own, scores);
        }
        var split = Shots.split(train, entry.shots(), seed);
        return new Problem(file, task, split.train(), split.dev(), language, own, scores);
    }
}
