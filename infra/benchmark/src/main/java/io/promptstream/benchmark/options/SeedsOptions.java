package io.promptstream.benchmark.options;

import java.util.List;
import picocli.CommandLine.Option;

/** Seeds of runs that are compared. */
public final class SeedsOptions {
    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            defaultValue = "13,21,42",
            description = "Default: ${DEFAULT-VALUE}")
    private List<Long> seeds = List.of();

    public List<Long> seeds() {
        return seeds;
    }
}
