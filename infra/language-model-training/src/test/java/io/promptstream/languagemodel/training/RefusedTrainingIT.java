package io.promptstream.languagemodel.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.training.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes training or its end impossible is found before it begins. */
class RefusedTrainingIT {

    private final ModelTraining training = new ModelTraining(System::nanoTime);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeData() throws IOException {
        Recipes.writeTo(folder);
        Files.writeString(folder.resolve("recipe.yaml"), Recipes.BRIEF);
    }

    @Test
    void refusesToGoOnWithAnotherRecipe() throws Exception {
        // Given
        training.run(request(false), progress -> {});
        Files.writeString(folder.resolve("recipe.yaml"), Recipes.BRIEF.replace("seed: 7", "seed: 8"));

        // When, Then
        assertThatThrownBy(() -> training.run(request(true), progress -> {}))
                .hasMessageContaining("was made with another recipe or other data");
    }

    @Test
    void anUnknownLabelIsReportedWithItsLine() throws IOException {
        // Given
        Files.writeString(folder.resolve("labelled.tsv"), Recipes.rows(3) + "day 4 in the fog\tfog\n");

        // When, Then
        assertRefused("labelled.tsv, line 5: the label 'fog' has no words");
    }

    @Test
    void aMissingTestFileIsReportedBeforeTraining() throws IOException {
        // Given
        Files.delete(folder.resolve("test.tsv"));

        // When, Then
        assertRefused("the recipe names test.tsv, but there is no file");
    }

    @Test
    void dataThatCannotDoAreReportedBeforeTraining() throws IOException {
        // Given
        Files.writeString(folder.resolve("text.txt"), "One short line.\n");
        Files.writeString(folder.resolve("labelled.tsv"), Recipes.rows(1));

        // When, Then
        assertRefused("text: the files hold 13 tokens to train on");
        Files.write(folder.resolve("text.txt"), Recipes.texts());
        assertRefused("labelled: the files hold no input to train on");
        Files.writeString(folder.resolve("test.tsv"), "text\tlabel\n\tsun\n");
        assertRefused("test.tsv, line 2: the input is empty");
        Files.writeString(folder.resolve("test.tsv"), "text\tlabel\n");
        assertRefused("test.tsv holds no inputs");
    }

    @Test
    void aCheckpointThatIsCutOffIsReported() throws Exception {
        // Given
        training.run(request(false), progress -> {});
        Path checkpoint = folder.resolve("model/checkpoint.bin");
        Files.write(checkpoint, Arrays.copyOf(Files.readAllBytes(checkpoint), 5000));

        // When, Then
        assertThatThrownBy(() -> training.run(request(true), progress -> {}))
                .hasMessageContaining("checkpoint.bin is not whole; delete it");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> training.run(request(false), progress -> {
                    throw new AssertionError("trained: " + progress);
                }))
                .hasMessageContaining(message);
    }

    private TrainingRequest request(boolean resume) {
        return new TrainingRequest(
                folder.resolve("recipe.yaml"), folder, folder.resolve("model"), resume, 2, Optional.empty());
    }
}
