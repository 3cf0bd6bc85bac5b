package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.options.ProjectOptions;
import io.promptstream.languagemodel.LanguageModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the project and data that it does not ship are. */
public final class PlacesOptions {
    @Mixin
    private ProjectOptions project = new ProjectOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder with data and models that the project does not ship; what needs it is skipped without.")
    private @Nullable Path data;

    public Places places() {
        return new Places(project.root(), data);
    }

    /** The bundled model, which writes the prompts. */
    public LanguageModel languageModel() {
        return LanguageModel.load(project.model(), 0);
    }
}
