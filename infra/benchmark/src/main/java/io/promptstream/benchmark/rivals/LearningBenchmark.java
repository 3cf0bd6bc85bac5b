package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.options.SeedsOptions;
import io.promptstream.local.display.Json;
import io.promptstream.local.system.RunDirectory;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ways to find a prompt, at equal and counted calls, on the tasks of a suite. */
@Command(
        name = "learning",
        description = "Compares ways to find a prompt at equal numbers of calls; goes on where it was interrupted.",
        mixinStandardHelpOptions = true)
public final class LearningBenchmark implements Callable<Integer> {
    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = Methods.Names.class,
            description = "Only these. Default: all: ${COMPLETION-CANDIDATES}")
    private List<String> methods = List.of();

    @Mixin
    private SeedsOptions seedsOptions = new SeedsOptions();

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "40000",
            description = "Calls of the task model that a method may make. Default: ${DEFAULT-VALUE}")
    private long calls;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the results and the curves. Default: ~/.promptstream/bench/learning")
    private Path out = RunDirectory.home().resolve("bench/learning");

    @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var chosen = methods.isEmpty()
                ? Methods.ALL
                : methods.stream().map(Methods::of).toList();
        var places = options.places();
        var seeds = seedsOptions.seeds();
        var log = new RunLog(out.resolve("runs.jsonl"));
        var entries = options.entries(err());
        try (var policyModel = options.languageModel()) {
            var language = new PretrainedLanguageModel(policyModel);
            int total = entries.size() * chosen.size() * seeds.size();
            int done = 0;
            for (var entry : entries) {
                var contest = new Contest(entry, places, language);
                for (var method : chosen) {
                    for (long seed : seeds) {
                        done++;
                        if (!log.has(entry.name(), method.name(), seed, calls)) {
                            var run = contest.run(method, seed, calls);
                            log.add(run);
                            progress(done, total, run);
                        }
                    }
                }
            }
        }
        report(entries.stream().map(Suite.Entry::name).toList(), chosen, log);
        return 0;
    }

    private void report(List<String> names, List<Method> chosen, RunLog log) throws IOException {
        var runs = log.runs().stream()
                .filter(run -> run.budget() == calls && seedsOptions.seeds().contains(run.seed()))
                .toList();
        var rows = chosen.stream().map(Method::name).toList();
        var summary = Summary.of(calls, names, rows, runs);
        var tables = new StringWriter();
        new RivalsTable(summary).print(new PrintWriter(tables));
        Files.createDirectories(out);
        Files.writeString(out.resolve("tables.md"), tables.toString());
        Files.writeString(out.resolve("summary.json"), Json.write(summary) + "\n");
        spec.commandLine().getOut().println(json ? Json.write(summary) : tables);
        for (var name : names) {
            new Curves(rows, runs, calls).draw(name, out);
        }
        err().println("Tables, summary.json and curves are in " + out);
    }

    private void progress(int done, int total, Run run) {
        err().printf(
                        Locale.ROOT,
                        "... %d of %d: %s, %s, seed %d: %.1f after %,d calls in %.0f s, \"%s\"%n",
                        done,
                        total,
                        run.task(),
                        run.method(),
                        run.seed(),
                        100 * run.score(),
                        run.calls(),
                        run.seconds(),
                        run.points().getLast().prompt());
        err().flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
