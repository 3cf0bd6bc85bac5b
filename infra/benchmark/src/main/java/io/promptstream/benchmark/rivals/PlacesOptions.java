package io.promptstream.benchmark.rivals;

import io.promptstream.languagemodel.LanguageModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the project and data that it does not ship are. */
public final class PlacesOptions {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "${sys:promptstream.root:-.}",
            description = "Folder of the project. Default: ${DEFAULT-VALUE}")
    private Path root = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder with data and models that the project does not ship; what needs it is skipped without.")
    private @Nullable Path data;

    public Places places() {
        return new Places(root, data);
    }

    /** The bundled model, which writes the prompts. */
    public LanguageModel languageModel() {
        return LanguageModel.load(root.resolve("infra/language-model/model"), 0);
    }
}
