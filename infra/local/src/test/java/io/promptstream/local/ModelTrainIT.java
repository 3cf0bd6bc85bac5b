package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

/** {@code promptstream model train} on a corpus that takes seconds. */
@ResourceLock(Resources.SYSTEM_ERR)
class ModelTrainIT {

    private static final String RECIPE = """
            name: weather
            summary: A model for tests.
            attributions:
              - {file: days.txt, source: written for this test, licence: Apache-2.0}
              - {file: places.tsv, source: written for this test, licence: Apache-2.0}
            seed: 7
            shape: {vocabulary: 300, positions: 32, width: 16, layers: 1, heads: 2, activation: gelu_new}
            text:
              - file: days.txt
            labelled:
              - file: places.tsv
                input: text
                label: label
                repeat: 1
                words: {sun: [warm], snow: [cold]}
                defaultLabel: snow
                phrases:
                  - {text: "it feels", reliability: 1, weight: 1}
                test: {file: test.tsv, inputs: 10, casualPrompts: [it is]}
            noise: {without: 0, meaningless: 0, defaulted: 0, extended: 0, shortened: 0, reliabilityKept: 1}
            phases:
              - {name: language, tokens: 25600, labelledShare: 0.1}
              - {name: verdicts, tokens: 51200, labelledShare: 0.8, learningRate: 0.02}
            optimiser: {tokensPerStep: 256, window: 16, learningRate: 0.01, warmUpSteps: 10, finalShare: 0.1, weightDecay: 0.1, gradientClip: 1, labelWordWeight: 2}
            limits: [It knows the weather only.]
            """;
    private static final PrintStream STANDARD_ERROR = System.err;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            Promptstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeRecipeAndData() throws IOException {
        List<String> days = new ArrayList<>();
        List<String> places = new ArrayList<>(List.of("text\tlabel"));
        for (int i = 0; i < 200; i++) {
            days.add("On day %d we went up the hill and looked at the sky, and then down again.".formatted(i));
            places.add("day %d at the beach\tsun".formatted(i));
            places.add("day %d at the glacier\tsnow".formatted(i));
        }
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
        Files.write(folder.resolve("days.txt"), days);
        Files.write(folder.resolve("places.tsv"), places);
        Files.write(folder.resolve("test.tsv"), places.subList(0, 11));
    }

    @AfterEach
    void restoreStandardError() {
        System.setErr(STANDARD_ERROR);
    }

    @Test
    void trainsAModelThatAnswersItsPhrase() throws IOException {
        // Given
        var progress = new ByteArrayOutputStream();
        System.setErr(new PrintStream(progress, true, StandardCharsets.UTF_8));

        // When
        int exit = train("model", "--json");

        // Then
        assertThat(exit).as(err.toString()).isZero();
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .containsPattern(
                        "step 200/300  verdicts  loss \\d\\.\\d+  \\d+ tokens/s  0:\\d\\d left  validation: text");
        JsonNode outcome = new ObjectMapper().readTree(out.toString());
        assertThat(outcome.get("steps").asLong()).isEqualTo(300);
        assertThat(outcome.get("labelledLoss").asDouble()).isPositive().isLessThan(2);
        Path model = folder.resolve("model");
        assertThat(model.resolve("README.md")).content().contains("weather", "It knows the weather only.");
        try (LanguageModel loaded = LanguageModel.load(model)) {
            assertThat(preferenceForWarm(loaded, "day 201 at the beach")).isPositive();
            assertThat(preferenceForWarm(loaded, "day 202 at the glacier")).isNegative();
        }
    }

    @Test
    void goesOnWhereItWasInterrupted() throws IOException {
        // Given
        assertThat(train("undisturbed")).isZero();
        System.setErr(new InterruptingAt("step 200/300"));
        assertThat(train("interrupted")).isEqualTo(1);
        System.setErr(STANDARD_ERROR);
        assertThat(folder.resolve("interrupted/model.safetensors")).doesNotExist();
        var progress = new ByteArrayOutputStream();
        System.setErr(new PrintStream(progress, true, StandardCharsets.UTF_8));

        // When
        int exit = train("interrupted", "--resume");

        // Then
        assertThat(exit).as(err.toString()).isZero();
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("step 300/300")
                .doesNotContain("step 200/300");
        assertThat(out.toString()).contains("The model is in " + folder.resolve("interrupted"));
        assertThat(folder.resolve("interrupted/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("undisturbed/model.safetensors"));
    }

    @Test
    void aMistakeIsExplainedWithoutATrace() throws IOException {
        // Given
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE.replace("heads: 2", "heads: two"));

        // When
        int exit = train("model");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("promptstream: recipe " + folder.resolve("recipe.yaml")
                        + ": shape.heads, line 7: write a whole number, not 'two'");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        // Given
        Files.delete(folder.resolve("days.txt"));

        // When
        int exit = train("model");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("promptstream: Training cannot continue: the recipe names days.txt,"
                        + " but there is no file " + folder.resolve("days.txt"));
    }

    private int train(String model, String... more) {
        var arguments = new ArrayList<>(List.of(
                "model",
                "train",
                "--recipe",
                folder.resolve("recipe.yaml").toString(),
                "--data",
                folder.toString(),
                "--out",
                folder.resolve(model).toString(),
                "--workers",
                "2"));
        arguments.addAll(List.of(more));
        return line.execute(arguments.toArray(String[]::new));
    }

    private static double preferenceForWarm(LanguageModel model, String input) {
        var tokenizer = model.tokenizer();
        var words = Tokens.of(
                tokenizer.singleToken(" warm").orElseThrow(),
                tokenizer.singleToken(" cold").orElseThrow());
        float[] scores = model.score(List.of(
                        new ScoringRequest(tokenizer.encode(input), List.of(tokenizer.encode(" it feels")), words)))
                .getFirst()[0];
        return (double) scores[0] - scores[1];
    }

    /** Standard error whose reader interrupts the training when a line begins with what was awaited. */
    private static final class InterruptingAt extends PrintStream {

        private final String awaited;

        InterruptingAt(String awaited) {
            super(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            this.awaited = awaited;
        }

        @Override
        public void println(String line) {
            super.println(line);
            if (line.startsWith(awaited)) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
