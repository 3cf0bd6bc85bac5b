package io.promptstream.languagemodel.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.languagemodel.training.recipe.Attribution;
import io.promptstream.languagemodel.training.recipe.RecipeReader;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The model in the repository is the recipe's, small, and answers as its card says. */
class BundledModelIT {

    private static final Path INFRA =
            Path.of(System.getProperty("promptstream.root", "../..")).resolve("infra");
    private static final Path MODEL = INFRA.resolve("language-model/model");
    private static final long MOST_BYTES = 20_000_000;
    private static final List<String> PRAISE = List.of(
            "works like a charm and the picture is sharp", "light, quick, easy to use", "i love the clear sound");
    private static final List<String> COMPLAINTS = List.of(
            "broke after two days and nobody answers", "too heavy, slow, poor battery", "the screen is hard to read");

    private final TrainingRecipe recipe =
            RecipeReader.read(INFRA.resolve("language-model-training/recipe/bundled.yaml"));

    BundledModelIT() throws IOException {}

    @Test
    void isSmallAndItsCardAttributesEveryFile() throws IOException {
        // When
        long bytes;
        try (Stream<Path> files = Files.list(MODEL)) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        String card = Files.readString(MODEL.resolve("README.md"));

        // Then
        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(recipe.attributions()).isNotEmpty();
        for (Attribution attribution : recipe.attributions()) {
            assertThat(card).contains(attribution.file(), attribution.source(), attribution.licence());
        }
    }

    @Test
    void itsLabelWordsAreSingleTokens() {
        try (LanguageModel model = LanguageModel.load(MODEL)) {
            assertThat(recipe.labelWords())
                    .allSatisfy(word -> assertThat(model.tokenizer().singleToken(" " + word))
                            .isPresent());
        }
    }

    @Test
    void whatItAnswersDependsOnThePrompt() {
        try (LanguageModel model = LanguageModel.load(MODEL)) {
            // When
            int informed = right(model, " verdict:");
            int uninformed = right(model, " window horse seven");

            // Then
            assertThat(informed).isGreaterThanOrEqualTo(PRAISE.size() + COMPLAINTS.size() - 1);
            assertThat(uninformed).isLessThan(informed);
        }
    }

    private static int right(LanguageModel model, String prompt) {
        int right = 0;
        for (String input : PRAISE) {
            right += preference(model, input, prompt) > 0 ? 1 : 0;
        }
        for (String input : COMPLAINTS) {
            right += preference(model, input, prompt) < 0 ? 1 : 0;
        }
        return right;
    }

    private static double preference(LanguageModel model, String input, String prompt) {
        Tokens words = Tokens.of(
                model.tokenizer().singleToken(" great").orElseThrow(),
                model.tokenizer().singleToken(" terrible").orElseThrow());
        float[] scores = model.score(List.of(new ScoringRequest(
                        model.tokenizer().encode(input),
                        List.of(model.tokenizer().encode(prompt)),
                        words)))
                .getFirst()[0];
        return (double) scores[0] - scores[1];
    }
}
