package io.promptstream.benchmark.rivals;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.local.display.CommandException;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ways to find a prompt, at equal and counted calls, on the tasks of a suite. */
@Command(
        name = "learning",
        description = "Compares ways to find a prompt at equal numbers of calls; goes on where it was interrupted.",
        mixinStandardHelpOptions = true)
public final class LearningBenchmark implements Callable<Integer> {
    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "File that lists the tasks. Default: the one that is shipped")
    private @Nullable Path suite;

    @Option(names = "--tasks", paramLabel = "NAME", split = ",", description = "Only these of the suite.")
    private List<String> tasks = List.of();

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = Methods.Names.class,
            description = "Only these. Default: all: ${COMPLETION-CANDIDATES}")
    private List<String> methods = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "13,21,42",
            split = ",",
            description = "Default: ${DEFAULT-VALUE}")
    private List<Long> seeds = List.of();

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

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "${sys:promptstream.root:-.}",
            description = "Folder of the project. Default: ${DEFAULT-VALUE}")
    private Path root = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with data and models that the project does not ship; tasks that need it are skipped"
                    + " without.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        var chosen = methods.isEmpty()
                ? Methods.ALL
                : methods.stream().map(Methods::of).toList();
        var places = new Places(root, data);
        var log = new RunLog(out.resolve("runs.jsonl"));
        var entries = entries(places);
        try (var policyModel = LanguageModel.load(root.resolve("infra/language-model/model"), 0)) {
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

    private List<Suite.Entry> entries(Places places) {
        var all = suite == null ? Suite.shipped() : Suite.read(suite);
        var unknown = tasks.stream()
                .filter(name ->
                        all.tasks().stream().noneMatch(entry -> entry.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CommandException("The suite has no task " + String.join(", ", unknown) + ": write some of "
                    + String.join(
                            ", ", all.tasks().stream().map(Suite.Entry::name).toList()));
        }
        return all.tasks().stream()
                .filter(entry -> tasks.isEmpty() || tasks.contains(entry.name()))
                .filter(entry -> isThere(entry, places))
                .toList();
    }

    private boolean isThere(Suite.Entry entry, Places places) {
        boolean there = Stream.of(entry.task(), entry.model(), entry.test())
                .map(places::of)
                .allMatch(path -> path != null && Files.exists(path));
        if (!there) {
            err().printf("... %s is skipped: its files are not there; name their folder with --data%n", entry.name());
        }
        return there;
    }

    private void report(List<String> names, List<Method> chosen, RunLog log) throws IOException {
        var runs = log.runs().stream()
                .filter(run -> run.budget() == calls && seeds.contains(run.seed()))
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
