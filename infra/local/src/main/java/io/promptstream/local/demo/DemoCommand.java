package io.promptstream.local.demo;

import io.promptstream.local.control.StartProgress;
import io.promptstream.local.demo.DemoReport.Prompts;
import io.promptstream.local.demo.PromptComparison.Comparison;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import io.promptstream.local.evaluation.PromptEvaluation;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.RunDirectory;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.local.task.TaskFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream demo}. */
@Command(
        name = "demo",
        description = {
            "Starts everything, streams labelled queries while a policy learns to write prompts, and compares the prompts"
                    + " on inputs that were never streamed. Stops everything at the end.",
            "Use your own data with --task, --train and --test."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final Path SAMPLES = Path.of("infra", "local", "src", "main", "samples");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "1.5",
            description = "How long to stream (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--sample",
            paramLabel = "NAME",
            defaultValue = "assistant-queries",
            description =
                    "The task to show: assistant-queries, product-opinions or request-domains (default: ${DEFAULT-VALUE}).")
    private String sample = "";

    @ArgGroup(exclusive = false, heading = "Your own data, all three together:%n")
    private @Nullable OwnData own;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of the policy, of the order of the queries and of the random prompts (default: the task's).")
    private @Nullable Long seed;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the outcome as JSON to this file.")
    private @Nullable Path report;

    @Option(names = "--keep", description = "Leave the system running; 'promptstream down' stops it.")
    private boolean keep;

    @Option(names = "--json", description = "Print the outcome as JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Run directory (default: a new one below ~/.promptstream/demo).")
    private @Nullable Path directory;

    /** A task and inputs that are not among the samples. */
    static final class OwnData {
        @Option(names = "--task", paramLabel = "FILE.yaml", required = true, description = "The task.")
        private @Nullable Path task;

        @Option(
                names = "--train",
                paramLabel = "FILE",
                required = true,
                description = "Inputs to stream, labelled or with references.")
        private @Nullable Path train;

        @Option(
                names = "--test",
                paramLabel = "FILE",
                required = true,
                description = "Inputs to score prompts on afterwards, as those.")
        private @Nullable Path test;
    }

    @Override
    public Integer call() throws InterruptedException {
        var settings = settings();
        var screen = Screen.standard();
        var run = directory != null
                ? directory
                : RunDirectory.home()
                        .resolve("demo")
                        .resolve(LocalDateTime.now(ZoneId.systemDefault()).format(NAME));
        var where = SystemSettings.in(run).withTemporaryData();
        screen.print("Starting Promptstream in " + where.directory());
        try (var system = LocalSystem.start(where, new StartProgress(screen))) {
            RunDirectory.makeCurrent(system.description());
            screen.print("Watch it learn: " + system.description().dashboardUrl());
            boolean sound = show(settings, system, where, screen);
            if (keep) {
                system.detach();
                screen.print(
                        "The system keeps running at " + system.description().dashboardUrl()
                                + ": see 'promptstream status' too, and stop it with 'promptstream down'");
            }
            return sound ? 0 : 1;
        }
    }

    private DemoSettings settings() {
        var time = Duration.ofMillis((long) (minutes * 60_000));
        if (own != null) {
            return new DemoSettings(
                    TaskFile.read(Objects.requireNonNull(own.task)),
                    Objects.requireNonNull(own.train),
                    Objects.requireNonNull(own.test),
                    time,
                    seed,
                    report,
                    keep);
        }
        var samples = SystemSettings.rootFromProperty().resolve(SAMPLES);
        var task = samples.resolve(sample + ".yaml");
        if (!Files.isRegularFile(task)) {
            throw new CommandException(
                    "There is no sample '" + sample
                            + "': write --sample assistant-queries, product-opinions or request-domains, or use your own data with --task, --train and --test");
        }
        return new DemoSettings(
                TaskFile.read(task),
                samples.resolve(sample + ".train.tsv"),
                samples.resolve(sample + ".test.tsv"),
                time,
                seed,
                report,
                keep);
    }

    /** Whether the outcome is as it must be: every proposal answered and rewarded, and something learned. */
    private boolean show(DemoSettings settings, LocalSystem system, SystemSettings where, Screen screen)
            throws InterruptedException {
        var demo = new Demo(settings, system, screen, Clock.systemUTC());
        var streamed = demo.stream();
        var task = streamed.task();
        var curve = demo.curve(streamed);
        var policy = demo.policy();
        if (!policy.hasNonNull("servedPrompt")) {
            throw new CommandException("The policy has learned nothing: see the logs in "
                    + where.directory().resolve("logs") + ", or give it more time with --minutes");
        }
        boolean referenced = PromptEvaluation.needsReferences(task);
        var test = TaskInput.read(settings.test(), task, referenced);
        @Nullable Comparison comparison = null;
        @Nullable String obstacle = null;
        try {
            screen.print("Measuring prompts through the running system on " + test.size() + " inputs of "
                    + settings.test().getFileName() + " that were never streamed");
            var train = TaskInput.read(settings.train(), task, referenced);
            var rival = new RandomRival(
                    task, system.description().models(), where.modelDirectory(), train, streamed.calls(), screen);
            comparison = new PromptComparison(demo.kafka(), task, test, screen).compare(policy, rival);
        } catch (CommandException e) {
            obstacle = e.getMessage();
        }
        var outcome = report(streamed, curve, policy.path("version").asLong(), test.size(), comparison, obstacle);
        publish(outcome, comparison);
        return isSound(outcome, screen);
    }

    private static DemoReport report(
            Demo.Streamed streamed,
            LearningCurve curve,
            long version,
            int testSize,
            @Nullable Comparison comparison,
            @Nullable String obstacle) {
        var counts = streamed.counts();
        return new DemoReport(
                streamed.task().getTaskId(),
                streamed.task().getPolicy().getSeed(),
                streamed.seconds(),
                counts.queries(),
                counts.proposals(),
                counts.outputs(),
                counts.rewards(),
                counts.rounds(),
                version,
                counts.deadLetters(),
                streamed.calls(),
                testSize,
                curve.points(),
                comparison == null ? null : Prompts.of(comparison),
                obstacle);
    }

    private void publish(DemoReport outcome, @Nullable Comparison comparison) {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.write(outcome));
        } else {
            OutcomeTable.lines(outcome, comparison).forEach(out::println);
        }
        out.flush();
        if (report != null) {
            try {
                Files.writeString(report, Json.write(outcome) + "\n");
            } catch (IOException e) {
                throw new CommandException("Cannot write " + report + ": " + e.getMessage(), e);
            }
        }
    }

    private static boolean isSound(DemoReport outcome, Screen screen) {
        boolean complete = outcome.proposals() == outcome.outputs() && outcome.outputs() == outcome.rewards();
        if (!complete) {
            screen.print("Not every proposal has one output and one reward: see the logs");
        }
        if (outcome.deadLetters() > 0) {
            screen.print("There are dead letters: see the topics that end in .dead-letters");
        }
        return complete && outcome.deadLetters() == 0;
    }
}
