package io.promptstream.benchmark.rewards;

import io.promptstream.benchmark.learning.InputSplit;
import io.promptstream.benchmark.learning.LearningRun;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.benchmark.options.ModelOptions;
import io.promptstream.benchmark.options.SamplesOptions;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.task.local.LoadedModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a policy learns from each kind of reward, without Kafka: the services' own code in one process. Inputs are split by
 * seed; prompts are learned on one part and measured on the other.
 */
@Command(
        name = "rewards",
        description = "Learns a task of each kind of reward and tells what its first and its learned prompt earn.",
        mixinStandardHelpOptions = true)
public final class RewardsBenchmark implements Callable<Integer> {
    private static final double LEARN_FROM = 0.6;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--tasks",
            defaultValue = "${sys:promptstream.root:-.}/infra/benchmark/src/main/rewards",
            description = "Folder of the tasks. Default: ${DEFAULT-VALUE}")
    private Path tasks = Path.of("");

    @Mixin
    private SamplesOptions samples = new SamplesOptions();

    @Option(names = "--kinds", split = ",", description = "Experiments to run (default: all).")
    private List<String> kinds = List.of();

    @Option(names = "--seeds", defaultValue = "1", split = ",", description = "Default: ${DEFAULT-VALUE}")
    private List<Long> seeds = List.of();

    @Option(
            names = "--calls",
            defaultValue = "20000",
            description = "Calls of the task model to learn with. Default: ${DEFAULT-VALUE}")
    private long calls;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var chosen = kinds.isEmpty()
                ? Arrays.asList(Experiment.values())
                : kinds.stream().map(Experiment::of).toList();
        var out = spec.commandLine().getOut();
        out.println("| kind | seed | calls | no prompt | first prompt | learned | its components | learned prompt |");
        out.println("|---|---|---|---|---|---|---|---|");
        try (var policyModel = LanguageModel.load(model.folder(), 0);
                var taskModel = LoadedModel.load(model.folder())) {
            var policies = new Policies(new PretrainedLanguageModel(policyModel));
            for (var experiment : chosen) {
                for (long seed : seeds) {
                    out.println(row(experiment, seed, policies, taskModel));
                }
            }
        }
        return 0;
    }

    private String row(Experiment experiment, long seed, Policies policies, LoadedModel taskModel) {
        var file = TaskFile.read(tasks.resolve(experiment.id() + ".yaml")).withSeed(seed);
        var task = new TaskSettings(Map.of()).of(file);
        var split = InputSplit.of(experiment.inputs(samples.folder()), LEARN_FROM, seed);
        try (var trials = new CoreTrials(task, taskModel)) {
            var scores = new ScoreTable(trials);
            var run = new LearningRun(task, policies, scores, split.learning(), seed);
            run.advance(calls);
            var snapshot = run.snapshot();
            var learned = Leaderboard.served(snapshot).getText();
            var measures = run.measureServed(split.validation());
            return "| `%s` | %d | %d | %s | %s | **%s** | %s | `%s` |"
                    .formatted(
                            experiment.id(),
                            seed,
                            run.calls(),
                            reward(scores.measure(task, "", split.validation())),
                            reward(scores.measure(
                                    task, snapshot.getInitialPrompt().getText(), split.validation())),
                            reward(measures),
                            components(measures),
                            learned);
        }
    }

    private static String reward(Measures measures) {
        return number(measures.reward()) + " ± " + number(measures.rewardError());
    }

    private static String components(Measures measures) {
        return new TreeMap<>(measures.components())
                .entrySet().stream()
                        .filter(component -> !component.getKey().equals("scale"))
                        .map(component -> component.getKey() + " " + number(component.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String number(@Nullable Double value) {
        return String.format(Locale.ROOT, "%.2f", Objects.requireNonNull(value));
    }
}
