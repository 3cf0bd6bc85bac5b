package io.promptstream.languagemodel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.ScoringRequest;
import io.promptstream.languagemodel.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainingIT {

    private static final int CHECKPOINT_STEP = 200;

    private final ModelTraining training = new ModelTraining(System::nanoTime);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeData() throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), Recipes.TINY);
        Files.write(folder.resolve("text.txt"), Recipes.texts());
        Files.writeString(folder.resolve("labelled.tsv"), labelled(400));
        Files.writeString(folder.resolve("test.tsv"), labelled(10));
    }

    @Test
    void lowersTheLossAndWritesAModelThatAnswersItsPhrases() throws Exception {
        // Given more steps and a wider model than the other tests need
        Files.writeString(
                folder.resolve("recipe.yaml"),
                Recipes.TINY
                        .replace("tokens: 81920", "tokens: 256000")
                        .replace("width: 16", "width: 32")
                        .replaceFirst(
                                "noise: .*",
                                "noise: {without: 0, meaningless: 0, defaulted: 0, extended: 0, shortened: 0, reliabilityKept: 1}"));
        List<TrainingProgress> seen = new ArrayList<>();

        // When
        training.run(request("model", false), seen::add);

        // Then
        List<CurvePoint> curve =
                seen.stream().flatMap(p -> p.validation().stream()).toList();
        assertThat(curve).hasSize(6);
        assertThat(curve.getLast().textLoss())
                .isLessThan(curve.getFirst().textLoss())
                .isLessThan(2);
        assertThat(curve.getLast().labelledLoss()).isLessThan(curve.getFirst().labelledLoss());
        try (LanguageModel model = LanguageModel.load(folder.resolve("model"))) {
            assertThat(preferenceForWarm(model, "day 1002 at the beach"))
                    .isGreaterThan(preferenceForWarm(model, "day 1003 at the glacier") + 0.5);
        }
        assertThat(folder.resolve("model/README.md")).content().contains("| phrases trained on | 2 |");
        assertThat(folder.resolve("model/loss.svg")).exists();
    }

    @Test
    void aRunThatWasKilledEndsWithTheSameBits() throws Exception {
        // Given
        training.run(request("undisturbed", false), progress -> {});
        assertThatThrownBy(() -> training.run(request("killed", false), progress -> {
                    if (progress.step() > CHECKPOINT_STEP + 30) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        List<Long> steps = new ArrayList<>();

        // When
        training.run(request("killed", true), progress -> steps.add(progress.step()));

        // Then
        assertThat(steps.getFirst()).isEqualTo(CHECKPOINT_STEP + 20);
        assertThat(folder.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("undisturbed/model.safetensors"));
    }

    @Test
    void refusesToGoOnWithAnotherRecipe() throws Exception {
        // Given
        training.run(request("model", false), progress -> {});
        Files.writeString(folder.resolve("recipe.yaml"), Recipes.TINY.replace("seed: 7", "seed: 8"));

        // When, Then
        assertThatThrownBy(() -> training.run(request("model", true), progress -> {}))
                .hasMessageContaining("was made with another recipe or other data");
    }

    @Test
    void aBudgetShortensTheRun() throws Exception {
        // Given
        List<TrainingProgress> seen = new ArrayList<>();
        TrainingRequest request = new TrainingRequest(
                folder.resolve("recipe.yaml"),
                folder,
                folder.resolve("model"),
                false,
                2,
                Optional.of(Duration.ofMillis(50)));

        // When
        training.run(request, seen::add);

        // Then
        assertThat(seen.getLast().steps()).isLessThan(400);
        assertThat(seen.getLast().step()).isEqualTo(seen.getLast().steps());
    }

    @Test
    void anUnknownLabelIsReportedWithItsLine() throws IOException {
        // Given
        Files.writeString(folder.resolve("labelled.tsv"), labelled(3) + "day 4 in the fog\tfog\n");

        // When, Then
        assertThatThrownBy(() -> training.run(request("model", false), progress -> {}))
                .hasMessageContaining("labelled.tsv, line 5: the label 'fog' has no words");
    }

    private TrainingRequest request(String out, boolean resume) {
        return new TrainingRequest(
                folder.resolve("recipe.yaml"), folder, folder.resolve(out), resume, 2, Optional.empty());
    }

    private static String labelled(int count) {
        return Recipes.labelled(count).stream()
                .map(labelled -> labelled.input() + "\t" + labelled.label() + "\n")
                .collect(Collectors.joining("", "text\tlabel\n", ""));
    }

    private static double preferenceForWarm(LanguageModel model, String input) {
        Tokens candidates = Tokens.of(
                model.tokenizer().singleToken(" warm").orElseThrow(),
                model.tokenizer().singleToken(" cold").orElseThrow());
        float[] scores = model.score(List.of(new ScoringRequest(
                        model.tokenizer().encode(input),
                        List.of(model.tokenizer().encode(" it feels")),
                        candidates)))
                .getFirst()[0];
        return (double) scores[0] - scores[1];
    }
}
