package io.promptstream.languagemodel.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.network.Activation;
import org.junit.jupiter.api.Test;

class TrainingRecipeTest {

    @Test
    void readsEveryField() {
        // When
        TrainingRecipe recipe = Recipes.tiny();

        // Then
        assertThat(recipe.shape()).isEqualTo(new Shape(320, 32, 16, 1, 2, Activation.GELU_NEW));
        assertThat(recipe.text())
                .containsExactly(new TextSource("text.txt", null), new TextSource("labelled.tsv", "text"));
        assertThat(recipe.labelled().getFirst().phrases()).contains(new LabelledSource.Phrase("it feels", 1.0, 3));
        assertThat(recipe.noise()).isEqualTo(new PhraseNoise(0.1, 0.1, 0, 0.2, 0.2, 0.5));
        assertThat(recipe.phases()).contains(new Phase("second", 81920, 0.5, null, null));
        assertThat(recipe.optimiser()).isEqualTo(new Optimiser(256, 16, 0.01, 10, 0.1, 0.1, 1.0, 2));
        assertThat(recipe.labelWords()).containsExactly("cold", "hot", "warm");
    }

    /** A checkpoint is recognised by this string: one that was begun with an earlier version must stay resumable. */
    @Test
    void whatCheckpointsAreRecognisedByStaysTheSame() {
        assertThat(Recipes.tiny().decisive())
                .hasToString(
                        "[7, Shape[vocabulary=320, positions=32, width=16, layers=1, heads=2, activation=GELU_NEW], "
                                + "[TextSource[file=text.txt, column=null], TextSource[file=labelled.tsv, column=text], "
                                + "[labelled.tsv, text, label, 1, [Phrase[text=it feels, reliability=1.0, weight=3.0], "
                                + "Phrase[text=they said, reliability=0.0, weight=1.0]], snow], {snow=[cold], sun=[warm, hot]}], "
                                + "PhraseNoise[without=0.1, meaningless=0.1, defaulted=0.0, extended=0.2, shortened=0.2, "
                                + "reliabilityKept=0.5], "
                                + "[Phase[name=first, tokens=20480, labelledShare=0.0, learningRate=null, noise=null], "
                                + "Phase[name=second, tokens=81920, labelledShare=0.5, learningRate=null, noise=null]], "
                                + "Optimiser[tokensPerStep=256, window=16, learningRate=0.01, warmUpSteps=10, finalShare=0.1, "
                                + "weightDecay=0.1, gradientClip=1.0, labelWordWeight=2.0]]");
    }

    @Test
    void testFilesAreNeverTrainedOn() {
        assertThatThrownBy(() -> RecipeReader.parse(Recipes.TINY.replace("file: test.tsv", "file: labelled.tsv")))
                .hasMessageContaining("labelled.tsv is trained on");
    }

    @Test
    void casualPromptsAreNoPhrases() {
        assertThatThrownBy(() -> RecipeReader.parse(Recipes.TINY.replace("[\"it is\"]", "[\"it feels\"]")))
                .hasMessageContaining("'it feels' is a phrase that is trained on");
    }

    @Test
    void everyFileNeedsALicence() {
        assertThatThrownBy(() -> RecipeReader.parse(Recipes.TINY.replace("- {file: text.txt,", "- {file: other.txt,")))
                .hasMessageContaining("write source and licence of text.txt");
    }

    @Test
    void windowsFitIntoTheModel() {
        assertThatThrownBy(() -> RecipeReader.parse(Recipes.TINY.replace("window: 16", "window: 64")))
                .hasMessageContaining("optimiser.window: write at most shape.positions, 32");
    }
}
