package io.promptstream.languagemodel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import io.promptstream.languagemodel.training.optimisation.TrainingProgress;
import io.promptstream.languagemodel.training.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        Recipes.writeTo(folder);
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
        assertThat(folder.resolve("model/prompts.tsv")).content().contains("\tphrases trained on\t");
        assertThat(folder.resolve("model/loss.svg")).exists();
    }

    @Test
    void aRunThatWasKilledEndsWithTheSameBits() throws Exception {
        // Given checkpoints in the second phase and in a third one that has its own schedule and noise, from step 220
        // to 460
        Files.writeString(
                folder.resolve("recipe.yaml"),
                Recipes.TINY.replace("{name: second, tokens: 81920, labelledShare: 0.5}", """
                        {name: second, tokens: 35840, labelledShare: 0.5}
                          - name: third
                            tokens: 61440
                            labelledShare: 0.6
                            learningRate: 0.005
                            noise: {without: 0, meaningless: 0.4, defaulted: 0.8, extended: 0, shortened: 0, reliabilityKept: 1}
                        """.stripTrailing()));
        CurvePoint end = training.run(request("undisturbed", false), progress -> {});

        // When
        List<Long> begun = killedAt(CHECKPOINT_STEP + 40, false);
        List<Long> resumedInSecond = killedAt(2 * CHECKPOINT_STEP + 40, true);
        List<Long> resumedInThird = new ArrayList<>();
        CurvePoint resumedEnd = training.run(request("killed", true), progress -> resumedInThird.add(progress.step()));

        // Then
        assertThat(begun).first().isEqualTo(20L);
        assertThat(resumedInSecond).first().isEqualTo(CHECKPOINT_STEP + 20L);
        assertThat(resumedInThird).containsExactly(2 * CHECKPOINT_STEP + 20L, 440L, 460L);
        assertThat(resumedEnd).isEqualTo(end);
        assertThat(end.phase()).isEqualTo("third");
        assertThat(folder.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("undisturbed/model.safetensors"));
    }

    @Test
    void resumingWhatIsDoneWritesTheCardAgain() throws Exception {
        // Given
        Files.writeString(folder.resolve("recipe.yaml"), Recipes.BRIEF);
        CurvePoint end = training.run(request("model", false), progress -> {});
        Path weights = folder.resolve("model/model.safetensors");
        byte[] before = Files.readAllBytes(weights);
        Files.writeString(
                folder.resolve("recipe.yaml"), Recipes.BRIEF.replace("It knows nothing.", "It knows two words."));

        // When
        CurvePoint same = training.run(request("model", true), progress -> {
            throw new AssertionError("trained on: " + progress);
        });

        // Then
        assertThat(same).isEqualTo(end);
        assertThat(weights).hasBinaryContent(before);
        assertThat(folder.resolve("model/README.md")).content().contains("It knows two words.");
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
    void testInputsThatAreTooLongAreCut() throws Exception {
        // Given
        Files.writeString(folder.resolve("recipe.yaml"), Recipes.BRIEF);
        Files.writeString(folder.resolve("test.tsv"), "text\tlabel\n" + "day after day ".repeat(40) + "\tsun\n");

        // When
        training.run(request("model", false), progress -> {});

        // Then
        assertThat(folder.resolve("model/README.md")).content().contains("1 inputs that were never trained on");
    }

    /** The steps that a run showed until it was killed. */
    private List<Long> killedAt(long step, boolean resume) {
        List<Long> steps = new ArrayList<>();
        assertThatThrownBy(() -> training.run(request("killed", resume), progress -> {
                    steps.add(progress.step());
                    if (progress.step() >= step) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        return steps;
    }

    private TrainingRequest request(String out, boolean resume) {
        return new TrainingRequest(
                folder.resolve("recipe.yaml"), folder, folder.resolve(out), resume, 2, Optional.empty());
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
