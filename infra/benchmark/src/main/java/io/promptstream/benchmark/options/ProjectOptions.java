package io.promptstream.benchmark.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the project is. */
public final class ProjectOptions {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "${sys:promptstream.root:-.}",
            description = "Folder of the project. Default: ${DEFAULT-VALUE}")
    private Path root = Path.of("");

    public Path root() {
        return root;
    }

    /** Of the bundled model, which writes the prompts. */
    public Path model() {
        return root.resolve("infra/language-model/model");
    }
}
