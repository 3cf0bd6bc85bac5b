package io.promptstream.benchmark;

import io.promptstream.benchmark.calibration.CalibrationBenchmark;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every benchmark, by name. */
@Command(
        name = "benchmarks",
        description = "Measures the system on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {ScoringBenchmark.class, ThroughputBenchmark.class, CalibrationBenchmark.class})
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) {
        // Before the first logger is made: the services on the class path bring a configuration of their own.
        System.setProperty("logback.configurationFile", "io/promptstream/benchmark/benchmark-logback.xml");
        Runtime.getRuntime().exit(new CommandLine(new Benchmarks()).execute(args));
    }
}
