package io.promptstream.benchmark.context;

import io.promptstream.benchmark.figure.Figure;
import io.promptstream.benchmark.learning.LearningRun;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.benchmark.options.ProjectOptions;
import io.promptstream.benchmark.options.SeedsOptions;
import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.input.InputRules;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.task.local.LoadedModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One prompt for all queries against prompts by context, at equal calls. */
@Command(
        name = "context",
        description =
                "Compares one prompt for all queries with prompts by context, on a mixture of two kinds of input and"
                        + " on the samples without mixture.",
        mixinStandardHelpOptions = true)
public final class ContextBenchmark implements Callable<Integer> {
    @Option(
            names = "--tasks",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "triage,queries-and-opinions,assistant-queries,product-opinions",
            description = "Default: ${DEFAULT-VALUE}")
    private List<String> tasks = List.of();

    @Option(
            names = "--contexts",
            paramLabel = "K",
            split = ",",
            defaultValue = "1,2",
            description = "Numbers of contexts. Default: ${DEFAULT-VALUE}")
    private List<String> contexts = List.of();

    @Mixin
    private SeedsOptions seeds = new SeedsOptions();

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "40000",
            description = "Calls of the task model in each run. Default: ${DEFAULT-VALUE}")
    private long calls;

    @Mixin
    private ProjectOptions project = new ProjectOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** @param served prompts with the number of inputs that they served */
    private record Run(double accuracy, double earned, Map<String, Integer> served) {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "| task | contexts | accuracy on test | lead over the first, seed by seed | earned a call | served in the end |");
        out.println("|---|---|---|---|---|---|");
        var model = project.model();
        try (var policyModel = LanguageModel.load(model, 0);
                var taskModel = LoadedModel.load(model)) {
            var language = new PretrainedLanguageModel(policyModel);
            for (var name : tasks) {
                compare(name, taskModel, language, out);
            }
        }
        return 0;
    }

    private void compare(String name, LoadedModel taskModel, FrozenLanguageModel language, PrintWriter out) {
        var samples = project.root().resolve("infra/local/src/main/samples");
        var mixture = Mixture.of(name);
        var file = TaskFile.read(
                mixture.map(mixed -> project.root().resolve(mixed.task())).orElse(samples.resolve(name + ".yaml")));
        var task = new TaskSettings(Map.of()).of(file);
        try (var trials = new CoreTrials(task, taskModel)) {
            var scores = new ScoreTable(trials);
            var train = inputs(name, mixture, samples, task, "train");
            var test = inputs(name, mixture, samples, task, "test");
            List<Run> first = List.of();
            for (var count : contexts) {
                var settings = new TaskSettings(Map.of("policy.contexts", count, "policy.prior", "none"));
                var runs = new ArrayList<Run>();
                for (long seed : seeds.seeds()) {
                    var learned = settings.of(file.withSeed(seed));
                    var run = new LearningRun(learned, new Policies(language), scores, train, seed);
                    run.advance(calls - run.callsOfRound());
                    runs.add(new Run(
                            Objects.requireNonNull(run.measureServed(test).accuracy()),
                            run.rewards() / run.calls(),
                            served(run, test)));
                }
                row(name, count, runs, first.isEmpty() ? runs : first, out);
                first = first.isEmpty() ? runs : first;
            }
        }
    }

    private static List<TaskInput> inputs(
            String name, Optional<Mixture> mixture, Path samples, Task task, String part) {
        var labels = task.getLabels().stream().map(Label::getName).toList();
        return mixture.map(mixed -> mixed.inputs(samples, part))
                .orElseGet(() -> TaskInput.read(
                        samples.resolve("%s.%s.tsv".formatted(name, part)), new InputRules(labels, true, "text")));
    }

    private static Map<String, Integer> served(LearningRun run, List<TaskInput> test) {
        var served = new TreeMap<String, Integer>();
        for (var input : test) {
            var provenance = run.served(input);
            var context = provenance
                    .getQueryContext()
                    .filter(index -> provenance.getContextDecided())
                    .map(index -> "context " + index + ": ")
                    .orElse("");
            served.merge(context + "`" + provenance.getPrompt().getText() + "`", 1, Integer::sum);
        }
        return served;
    }

    /** @param first the runs that the lead of these is over, with the same seeds */
    private static void row(String name, String count, List<Run> runs, List<Run> first, PrintWriter out) {
        var leads = IntStream.range(0, runs.size())
                .mapToObj(seed -> runs.get(seed).accuracy() - first.get(seed).accuracy())
                .toList();
        out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.1f | %s |%n",
                name,
                count,
                Figure.of(runs.stream().map(Run::accuracy).toList()).text(100),
                runs.equals(first) ? "" : Figure.of(leads).text(100),
                runs.stream().mapToDouble(Run::earned).average().orElseThrow(),
                runs.stream().map(Run::served).toList());
        out.flush();
    }
}
