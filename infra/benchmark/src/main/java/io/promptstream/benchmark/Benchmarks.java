package io.promptstream.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every benchmark, by name. */
@Command(
        name = "benchmarks",
        description = "Measures the system on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {ScoringBenchmark.class, ThroughputBenchmark.class})
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) {
        Runtime.getRuntime().exit(new CommandLine(new Benchmarks()).execute(args));
    }
}
