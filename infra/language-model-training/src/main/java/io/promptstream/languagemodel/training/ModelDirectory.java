package io.promptstream.languagemodel.training;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.checkpoint.Gpt2ConfigurationFile;
import io.promptstream.languagemodel.checkpoint.Gpt2WeightsFile;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.training.card.LossChart;
import io.promptstream.languagemodel.training.card.ModelCard;
import io.promptstream.languagemodel.training.card.PromptSensitivity;
import io.promptstream.languagemodel.training.card.PromptSensitivity.Report;
import io.promptstream.languagemodel.training.card.PromptTable;
import io.promptstream.languagemodel.training.data.Documents;
import io.promptstream.languagemodel.training.optimisation.Checkpoint;
import io.promptstream.languagemodel.training.optimisation.ParameterLayout;
import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.LabelledSource.PromptTest;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import io.promptstream.languagemodel.training.vocabulary.BytePairVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a trained model as a Hugging Face directory, and measures the written model for its card. */
final class ModelDirectory {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ParameterLayout layout;
    private final BytePairVocabulary vocabulary;

    ModelDirectory(Path folder, ParameterLayout layout, BytePairVocabulary vocabulary) {
        this.folder = folder;
        this.layout = layout;
        this.vocabulary = vocabulary;
    }

    /** Writes {@code config.json}, {@code tokenizer.json} and {@code model.safetensors} in float16. */
    void write(float[] parameters) throws IOException {
        Gpt2ConfigurationFile.write(layout.configuration(), folder.resolve("config.json"));
        Files.write(folder.resolve("tokenizer.json"), JSON.writeValueAsBytes(vocabulary.toJson()));
        try (NDManager manager = TorchEngine.newManager()) {
            Gpt2WeightsFile.write(folder, layout.weights(parameters, manager), TensorPrecision.F16);
        }
    }

    /** Loads the model that {@link #write} wrote, measures what prompts do, and writes its card. */
    void writeCard(TrainingRecipe recipe, Documents documents, Checkpoint.State state) throws IOException {
        List<Report> reports = new ArrayList<>();
        try (LanguageModel model = LanguageModel.load(folder)) {
            PromptSensitivity sensitivity = new PromptSensitivity(model, documents, vocabulary, recipe);
            for (LabelledSource source : recipe.labelled()) {
                PromptTest test = source.test();
                if (test != null) {
                    reports.add(sensitivity.measure(source, test));
                }
            }
        }
        String card = new ModelCard(recipe).write(layout.configuration(), layout.size(), state, reports);
        Files.writeString(folder.resolve("README.md"), card);
        Files.writeString(folder.resolve("prompts.tsv"), PromptTable.write(reports));
        Files.writeString(folder.resolve("loss.svg"), new LossChart(state.curve()).svg());
    }
}
