package io.promptstream.benchmark.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which language model is measured. */
public final class ModelOptions {
    @Option(
            names = "--model",
            defaultValue = "${sys:promptstream.root:-.}/infra/language-model/model",
            description = "Default: ${DEFAULT-VALUE}")
    private Path model = Path.of("");

    public Path folder() {
        return model;
    }
}
