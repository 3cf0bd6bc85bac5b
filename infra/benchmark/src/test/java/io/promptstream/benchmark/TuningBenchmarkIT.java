package io.promptstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the bundled model, but on a copy of a sample that has no test file. */
class TuningBenchmarkIT {
    private static final Path ROOT = Path.of("../..");

    @TempDir
    Path samples;

    @Test
    void learnsTheSameAgainAndReadsNoTestFile() throws IOException {
        // Given
        for (var name : List.of("product-opinions.yaml", "product-opinions.train.tsv")) {
            Files.copy(ROOT.resolve("infra/local/src/main/samples").resolve(name), samples.resolve(name));
        }

        // When rounds of 16 queries take 80 calls each, and the oldest is learned when a third is to begin
        var first = run();
        var again = run();

        // Then
        assertThat(first).isEqualTo(again);
        assertThat(rows(first, "| 5 | 100 |"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("| 5 | 100 | 0 |"));
        assertThat(rows(first, "| 5 | 250 |"))
                .singleElement()
                .satisfies(row -> assertThat(row).startsWith("| 5 | 250 | 2 |"));
        assertThat(rows(first, "| 250 |")).hasSize(1);
    }

    private List<String> rows(String output, String start) {
        return output.lines().filter(line -> line.startsWith(start)).toList();
    }

    private String run() {
        var out = new StringWriter();
        var line = Benchmarks.commandLine().setOut(new PrintWriter(out));
        int exit = line.execute(
                "tuning",
                "--model=" + ROOT.resolve("infra/language-model/model"),
                "--samples=" + samples,
                "--seeds=5",
                "--calls=100,250",
                "--set=policy.queriesPerRound=16",
                "--set=policy.promptsPerRound=4",
                "--set=policy.contendersPerRound=2",
                "--set=policy.roundsInFlight=2");
        assertThat(exit).isZero();
        return out.toString();
    }
}
