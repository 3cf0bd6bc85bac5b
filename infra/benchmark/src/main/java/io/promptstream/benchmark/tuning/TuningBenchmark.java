package io.promptstream.benchmark.tuning;

import io.promptstream.benchmark.learning.InputSplit;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.options.ModelOptions;
import io.promptstream.benchmark.options.SamplesOptions;
import io.promptstream.benchmark.options.SettingsOptions;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.model.RandomPrompts;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.task.local.LoadedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a task's policy learns with which settings, without Kafka: the services' own code in one process, over the inputs
 * that a sample streams. They are split by seed; prompts are learned and selected on one part and measured on the other. Test
 * files are not read.
 */
@Command(
        name = "tuning",
        description = "Learns a sample's task with the settings given and compares with the best random prompt.",
        mixinStandardHelpOptions = true)
public final class TuningBenchmark implements Callable<Integer> {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private SamplesOptions samples = new SamplesOptions();

    @Option(names = "--sample", defaultValue = "product-opinions", description = "Default: ${DEFAULT-VALUE}")
    private String sample = "";

    @Option(names = "--seeds", defaultValue = "1,2,3,4,5", split = ",", description = "Default: ${DEFAULT-VALUE}")
    private List<Long> seeds = List.of();

    @Option(
            names = "--calls",
            defaultValue = "40000,120000",
            split = ",",
            description = "Calls of the task model after which to measure, ascending. Default: ${DEFAULT-VALUE}")
    private List<Long> calls = List.of();

    @Option(
            names = "--learn-from",
            defaultValue = "0.6",
            description = "Share of the inputs to learn from. Default: ${DEFAULT-VALUE}")
    private double learnFrom;

    @Mixin
    private SettingsOptions set = new SettingsOptions();

    @Option(
            names = "--vary",
            paramLabel = "NAME=VALUE:VALUE",
            description = "A setting to try several values of; of several settings, every combination.")
    private Map<String, String> vary = Map.of();

    @Option(
            names = "--ceiling",
            description =
                    "Also tell the highest accuracy that any of the random prompts has on the inputs to measure on.")
    private boolean ceiling;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (seeds.isEmpty() || calls.isEmpty()) {
            throw new CommandException("--seeds or --calls is empty: write numbers such as 1,2,3");
        }
        var file = TaskFile.read(samples.folder().resolve(sample + ".yaml"));
        var variants = set.settings().variants(vary);
        var tasks = variants.stream().map(settings -> settings.of(file)).toList();
        var inputs = TaskInput.read(samples.folder().resolve(sample + ".train.tsv"), tasks.getFirst(), true);
        try (var policyModel = LanguageModel.load(model.folder(), 0);
                var taskModel = LoadedModel.load(model.folder());
                var trials = new CoreTrials(tasks.getFirst(), taskModel)) {
            var scores = new ScoreTable(trials);
            var policies = new Policies(new PretrainedLanguageModel(policyModel));
            for (var settings : variants) {
                var table = new TuningTable(spec.commandLine().getOut());
                table.begin(sample, settings);
                for (long seed : seeds) {
                    var task = settings.of(file.withSeed(seed));
                    var random = new RandomPrompts(policyModel, task);
                    new Comparison(task, seed, InputSplit.of(inputs, learnFrom, seed), scores)
                            .measure(calls, policies, random, ceiling)
                            .forEach(table::add);
                }
                table.end();
            }
        }
        return 0;
    }
}
