package io.promptstream.languagemodel.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.Activation;
import org.junit.jupiter.api.Test;

class TrainingRecipeTest {

    @Test
    void readsEveryField() {
        // When
        TrainingRecipe recipe = Recipes.tiny();

        // Then
        assertThat(recipe.shape()).isEqualTo(new TrainingRecipe.Shape(320, 32, 16, 1, 2, Activation.GELU_NEW));
        assertThat(recipe.text())
                .containsExactly(
                        new TrainingRecipe.TextSource("text.txt", null),
                        new TrainingRecipe.TextSource("labelled.tsv", "text"));
        assertThat(recipe.labelled().getFirst().phrases()).contains(new LabelledSource.Phrase("it feels", 1.0, 3));
        assertThat(recipe.noise()).isEqualTo(new TrainingRecipe.PhraseNoise(0.1, 0.1, 0, 0.2, 0.2, 0.5));
        assertThat(recipe.phases()).contains(new TrainingRecipe.Phase("second", 81920, 0.5, null, null));
        assertThat(recipe.optimiser()).isEqualTo(new TrainingRecipe.Optimiser(256, 16, 0.01, 10, 0.1, 0.1, 1.0, 2));
        assertThat(recipe.labelWords()).containsExactly("cold", "hot", "warm");
    }

    @Test
    void testFilesAreNeverTrainedOn() {
        assertThatThrownBy(() -> TrainingRecipe.parse(Recipes.TINY.replace("file: test.tsv", "file: labelled.tsv")))
                .hasMessageContaining("labelled.tsv is trained on");
    }

    @Test
    void casualPromptsAreNoPhrases() {
        assertThatThrownBy(() -> TrainingRecipe.parse(Recipes.TINY.replace("[\"it is\"]", "[\"it feels\"]")))
                .hasMessageContaining("'it feels' is a phrase that is trained on");
    }

    @Test
    void everyFileNeedsALicence() {
        assertThatThrownBy(
                        () -> TrainingRecipe.parse(Recipes.TINY.replace("- {file: text.txt,", "- {file: other.txt,")))
                .hasMessageContaining("write source and licence of text.txt");
    }

    @Test
    void aMistakeIsNamed() {
        assertThatThrownBy(() -> TrainingRecipe.parse(Recipes.TINY.replace("reliability: 1.0", "reliability: 1.5")))
                .hasMessageContaining("reliability of phrase 'it feels': write a number from 0 to 1, not 1.5");
        assertThatThrownBy(() -> TrainingRecipe.parse(Recipes.TINY.replace("window: 16", "window: 64")))
                .hasMessageContaining("optimiser.window: write at most shape.positions, 32");
        assertThatThrownBy(() -> TrainingRecipe.parse(Recipes.TINY + "extra: 1"))
                .hasMessageContaining("\"extra\"");
        assertThatThrownBy(() -> TrainingRecipe.parse(Recipes.TINY.replace("name: tiny", "")))
                .hasMessageContaining("name is missing");
    }
}
