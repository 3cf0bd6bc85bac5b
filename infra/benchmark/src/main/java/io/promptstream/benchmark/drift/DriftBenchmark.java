package io.promptstream.benchmark.drift;

import io.promptstream.benchmark.drift.DriftRun.Phase;
import io.promptstream.benchmark.drift.DriftRun.Result;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.benchmark.options.SeedsOptions;
import io.promptstream.benchmark.options.SettingsOptions;
import io.promptstream.benchmark.rivals.PlacesOptions;
import io.promptstream.local.display.CommandException;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long a policy takes to learn again after its stream has changed, with the test for drift and without. */
@Command(
        name = "drift",
        description = "Changes a stream half-way and counts the calls until an accuracy is reached again.",
        mixinStandardHelpOptions = true)
public final class DriftBenchmark implements Callable<Integer> {
    @Option(names = "--changes", paramLabel = "NAME", split = ",", description = "Only these. Default: all.")
    private List<String> changes = List.of();

    @Mixin
    private SeedsOptions seeds = new SeedsOptions();

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Calls of the task model before the change, and after it. Default: ${DEFAULT-VALUE}")
    private long calls;

    @Mixin
    private SettingsOptions set = new SettingsOptions();

    @Mixin
    private PlacesOptions options = new PlacesOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var places = options.places();
        var chosen = chosen();
        var out = spec.commandLine().getOut();
        out.println(
                "| change | seed | test | first | again | from the start | noticed | false alarms | before | after |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        try (var policyModel = options.languageModel()) {
            var policies = new Policies(new PretrainedLanguageModel(policyModel));
            for (var change : chosen) {
                if (places.of(change.model()) == null) {
                    spec.commandLine().getErr().println("... " + change.name() + " is skipped: it needs --data");
                    continue;
                }
                var run = new DriftRun(change, places, policies);
                for (long seed : seeds.seeds()) {
                    for (boolean tested : List.of(true, false)) {
                        var settings = new TaskSettings(tested ? Map.of() : Map.of("policy.driftRunLength", "0"));
                        out.println(row(
                                change.name(),
                                seed,
                                tested,
                                run.run(settings.and(set.settings().values()), seed, calls)));
                        out.flush();
                    }
                }
            }
        }
        return 0;
    }

    private List<Change> chosen() {
        var all = Change.shipped();
        var names = all.stream().map(Change::name).toList();
        changes.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandException("There is no change '" + name + "': write some of " + String.join(", ", names));
        });
        return all.stream()
                .filter(change -> changes.isEmpty() || changes.contains(change.name()))
                .toList();
    }

    private static String row(String name, long seed, boolean tested, Result result) {
        var falseAlarms = Stream.of(result.first(), result.fresh())
                .mapToLong(Phase::drifts)
                .sum();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %d | %.1f | %.1f |",
                name,
                seed,
                tested ? "on" : "off",
                calls(result.first().reached()),
                calls(result.again().reached()),
                calls(result.fresh().reached()),
                calls(result.again().noticed()),
                falseAlarms,
                100 * result.first().last(),
                100 * result.again().last());
    }

    private static String calls(OptionalLong made) {
        return made.isPresent() ? String.format(Locale.ROOT, "%,d", made.getAsLong()) : "–";
    }
}
