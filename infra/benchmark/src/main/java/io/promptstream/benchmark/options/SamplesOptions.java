package io.promptstream.benchmark.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the samples are. */
public final class SamplesOptions {
    @Option(
            names = "--samples",
            defaultValue = "${sys:promptstream.root:-.}/infra/local/src/main/samples",
            description = "Folder of the samples. Default: ${DEFAULT-VALUE}")
    private Path samples = Path.of("");

    public Path folder() {
        return samples;
    }
}
