package io.promptstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the bundled model and a sample, with few calls. */
class LearningBenchmarkIT {
    private static final Path ROOT = Path.of("../..");
    private static final String FEW = "best-word,rlprompt-published,promptstream";

    @TempDir
    Path out;

    private final StringWriter printed = new StringWriter();
    private final StringWriter told = new StringWriter();

    @Test
    void comparesMethodsAndGoesOnWhereItWasInterrupted() throws IOException {
        // Given a run that ends after the first seed
        assertThat(run(FEW, "--tasks=product-opinions", "--calls=1100", "--seeds=1"))
                .isZero();
        var first = Files.readString(out.resolve("runs.jsonl"));

        // When
        int exit = run(FEW, "--tasks=product-opinions", "--calls=1100", "--seeds=1,2");

        // Then
        assertThat(exit).isZero();
        assertThat(Files.readString(out.resolve("runs.jsonl"))).startsWith(first);
        assertThat(Files.readAllLines(out.resolve("runs.jsonl"))).hasSize(2 * 3);
        assertThat(printed.toString().lines().filter(line -> line.startsWith("| promptstream |")))
                .hasSize(2 * 4)
                .last()
                .asString()
                .contains("±");
        assertThat(told.toString()).contains("... 2 of 6: product-opinions, best-word, seed 2");
        assertThat(Files.readString(out.resolve("tables.md"))).contains("answered worst", "| promptstream |");
        var summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        assertThat(summary.at("/results/2/method").asText()).isEqualTo("promptstream");
        assertThat(summary.at("/results/2/score/standardError").isNumber()).isTrue();
        assertThat(summary.at("/results/2/worstClass/mean").asDouble())
                .isLessThanOrEqualTo(summary.at("/results/2/score/mean").asDouble());
        assertThat(summary.at("/results/2/confidence/mean").asDouble()).isBetween(0.5, 1.0);
        assertThat(Files.readString(out.resolve("product-opinions.svg"))).contains("<svg");
        assertThat(out.resolve("product-opinions.png")).isNotEmptyFile();
    }

    @Test
    void tunesTokensAndEmbeddingsByGradientsOfTheBundledModel() throws IOException {
        // When
        int exit = run("autoprompt,soft-prompt", "--tasks=product-opinions", "--calls=4000", "--seeds=1");

        // Then
        assertThat(exit).isZero();
        var json = new ObjectMapper();
        var runs = Files.readAllLines(out.resolve("runs.jsonl"));
        assertThat(runs).hasSize(2);
        for (var line : runs) {
            var run = json.readTree(line);
            assertThat(run.path("calls").asLong()).isBetween(3000L, 4000L);
            // Where they begin, every answer is the same.
            assertThat(run.path("points").get(0).path("accuracy").asDouble()).isLessThan(0.6);
            assertThat(run.at("/points")
                            .get(run.path("points").size() - 1)
                            .path("accuracy")
                            .asDouble())
                    .isGreaterThan(0.65);
        }
        assertThat(runs.getLast()).contains("<soft prompt 3 x 192, step ");
    }

    @Test
    void correlatesRewardsWithAccuracies() throws IOException {
        // When
        int exit = Benchmarks.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(told, true))
                .execute(
                        "ranks", "--root=" + ROOT, "--tasks=product-opinions", "--prompts=10", "--inputs=30", "--json");

        // Then
        assertThat(exit).isZero();
        assertThat(told.toString()).contains("... product-opinions: 10 prompts");
        var rows = new ObjectMapper().readTree(printed.toString()).at("/0/rows");
        assertThat(rows).hasSize(6);
        assertThat(rows.get(4).path("reward").asText()).isEqualTo("log-probability");
        assertThat(rows.get(4).path("calibrated").asBoolean()).isTrue();
        assertThat(rows.get(4).path("correlation").asDouble()).isBetween(-1.0, 1.0);
        assertThat(rows.get(5).path("seenCorrelation").asDouble()).isEqualTo(1);
    }

    @Test
    void namesTheTasksThatThereAre() {
        assertThat(run(FEW, "--tasks=nothing")).isEqualTo(1);
        assertThat(told.toString()).contains("has no task nothing", "product-opinions");
    }

    private int run(String methods, String... more) {
        var line = Benchmarks.commandLine().setOut(new PrintWriter(printed)).setErr(new PrintWriter(told, true));
        var arguments = new ArrayList<>(List.of("learning", "--root=" + ROOT, "--out=" + out, "--methods=" + methods));
        arguments.addAll(List.of(more));
        return line.execute(arguments.toArray(String[]::new));
    }
}
