package io.promptstream.languagemodel.training.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.training.card.PromptSensitivity.Group;
import io.promptstream.languagemodel.training.card.PromptSensitivity.Report;
import io.promptstream.languagemodel.training.optimisation.Checkpoint;
import io.promptstream.languagemodel.training.optimisation.CurvePoint;
import io.promptstream.languagemodel.training.recipe.Recipes;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ModelCardTest {

    private static final List<CurvePoint> CURVE = List.of(
            new CurvePoint(200, 51200, "first", 5, 4.5, 4.25), new CurvePoint(400, 102400, "second", 4, 3.5, 3.25));

    @Test
    void namesSourcesRecipeCurveAndFigures() {
        // Given
        Report report = new Report(
                "test.tsv",
                10,
                Map.of("sun", "warm", "snow", "cold"),
                List.of(
                        new Group("casual", Map.of("it is", classification(0.5))),
                        new Group(
                                "phrases trained on",
                                Map.of("it feels", classification(0.9), "they said", classification(0.3)))));
        Checkpoint.State state = new Checkpoint.State("", 2, 400, 0.5, 120, CURVE);

        // When
        String card = new ModelCard(Recipes.tiny())
                .write(
                        new Gpt2Configuration(320, 32, 16, 1, 2, 1e-5, Activation.GELU_NEW, 319),
                        12345,
                        state,
                        List.of(report));

        // Then
        assertThat(card)
                .contains("12,345 parameters")
                .contains("| text.txt | written for this test | Apache-2.0 |")
                .contains("2 workers, 2.0 minutes.", "this run was cut to a time")
                .contains("Weak supervision")
                .contains("\"it feels\" 1.0")
                .contains("| second | 40,960 | 0.5 |")
                .contains("At the end 3.500 and 3.250.")
                .contains("| phrases trained on | 2 | 0.300 / 0.600 / 0.900 |")
                .contains("- It knows nothing.");
        assertThat(PromptTable.write(List.of(report))).contains("test.tsv\tcasual\tit is\t0.500\t0.500\t0.500\n");
    }

    @Test
    void drawsBothLosses() {
        // When
        String svg = new LossChart(CURVE).svg();

        // Then
        assertThat(svg).startsWith("<svg").contains("labelled inputs").contains("<polyline points=\"320.0,");
    }

    private static Classification classification(double value) {
        return new Classification(value, value, OptionalDouble.of(value));
    }
}
