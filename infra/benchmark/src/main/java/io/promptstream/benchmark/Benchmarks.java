package io.promptstream.benchmark;

import io.promptstream.benchmark.calibration.CalibrationBenchmark;
import io.promptstream.benchmark.context.ContextBenchmark;
import io.promptstream.benchmark.dashboard.DashboardBenchmark;
import io.promptstream.benchmark.drift.DriftBenchmark;
import io.promptstream.benchmark.loop.LoopBenchmark;
import io.promptstream.benchmark.replay.ReplayBenchmark;
import io.promptstream.benchmark.rewards.RewardsBenchmark;
import io.promptstream.benchmark.rivals.LearningBenchmark;
import io.promptstream.benchmark.rivals.RanksBenchmark;
import io.promptstream.benchmark.scoring.ScoringBenchmark;
import io.promptstream.benchmark.throughput.ThroughputBenchmark;
import io.promptstream.benchmark.tuning.TuningBenchmark;
import io.promptstream.local.display.CommandException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every benchmark, by name. */
@Command(
        name = "promptstream bench",
        description = "Measures the system on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ScoringBenchmark.class,
            ThroughputBenchmark.class,
            TuningBenchmark.class,
            LearningBenchmark.class,
            RanksBenchmark.class,
            ReplayBenchmark.class,
            DashboardBenchmark.class,
            LoopBenchmark.class,
            CalibrationBenchmark.class,
            RewardsBenchmark.class,
            ContextBenchmark.class,
            DriftBenchmark.class
        })
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) {
        // Before the first logger is made: the services on the class path bring a configuration of their own.
        System.setProperty("logback.configurationFile", "io/promptstream/benchmark/benchmark-logback.xml");
        Runtime.getRuntime().exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Benchmarks());
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler((failure, command, arguments) -> {
            // A mistake of the user is a message; anything else is a fault of ours, and its trace helps.
            if (failure instanceof CommandException) {
                command.getErr().println(failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        return line;
    }
}
