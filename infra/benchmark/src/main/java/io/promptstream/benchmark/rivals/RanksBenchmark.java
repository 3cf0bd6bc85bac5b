package io.promptstream.benchmark.rivals;

import io.promptstream.local.display.Json;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the prompts that a reward prefers are those that are right more often. */
@Command(
        name = "ranks",
        description = "Correlates what random prompts earn with how often they are right on other inputs.",
        mixinStandardHelpOptions = true)
public final class RanksBenchmark implements Callable<Integer> {
    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Option(
            names = "--prompts",
            paramLabel = "N",
            defaultValue = "300",
            description = "Random prompts of one to five words. Default: ${DEFAULT-VALUE}")
    private int prompts;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "300",
            description = "Inputs at most, to earn on and to measure on. Default: ${DEFAULT-VALUE}")
    private int inputs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "13", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        List<RewardRanks> all = new ArrayList<>();
        try (var policyModel = options.languageModel()) {
            var language = new PretrainedLanguageModel(policyModel);
            for (var entry : options.entries(err)) {
                err.printf("... %s: %d prompts%n", entry.name(), prompts);
                err.flush();
                all.add(new Contest(entry, options.places(), language).ranks(seed, prompts, inputs));
            }
        }
        if (json) {
            out.println(Json.write(all));
        } else {
            print(out, all);
        }
        return 0;
    }

    private static void print(PrintWriter out, List<RewardRanks> all) {
        out.println(
                "| task | reward | answers | rank correlation on the same inputs | on others | accuracy of the best 5 | of all | highest |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (var ranks : all) {
            for (var row : ranks.rows()) {
                out.printf(
                        Locale.ROOT,
                        "| %s | %s | %s | %.2f | %.2f | %.1f | %.1f | %.1f |%n",
                        ranks.task(),
                        row.reward(),
                        row.calibrated() ? "calibrated" : "as they are",
                        row.seenCorrelation(),
                        row.correlation(),
                        100 * row.accuracyOfBest(),
                        100 * row.meanAccuracy(),
                        100 * row.highestAccuracy());
            }
        }
        out.flush();
    }
}
