package io.promptstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.task.TaskJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On the bundled model. */
class RewardsBenchmarkIT {
    private static final Path ROOT = Path.of("../..");

    @Test
    void learnsByAReferenceAndWithoutOne() {
        // When rounds of 16 queries take 528 calls each
        var first = run();
        var again = run();

        // Then
        assertThat(first).isEqualTo(again);
        assertThat(first.lines().filter(line -> line.startsWith("| `length` | 3 | 528 |")))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("words "));
        assertThat(first.lines().filter(line -> line.startsWith("| `style-transfer` | 3 | 528 |")))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("embeddingSimilarity ", "style "));
    }

    @Test
    void everyTaskIsOneAndStaysItselfWhenItIsWrittenAndRead() throws IOException {
        try (var files = Files.list(ROOT.resolve("infra/benchmark/src/main/rewards"))) {
            assertThat(files).hasSize(12).allSatisfy(path -> {
                var task = new TaskSettings(Map.of()).of(TaskFile.read(path));
                var again = new TaskSettings(Map.of()).of(new TaskFile(task.getTaskId(), TaskJson.of(task)));
                assertThat(again.getReward()).isEqualTo(task.getReward());
            });
        }
    }

    private static String run() {
        var out = new StringWriter();
        var line = Benchmarks.commandLine().setOut(new PrintWriter(out));
        int exit = line.execute(
                "rewards",
                "--model=" + ROOT.resolve("infra/language-model/model"),
                "--tasks=" + ROOT.resolve("infra/benchmark/src/main/rewards"),
                "--samples=" + ROOT.resolve("infra/local/src/main/samples"),
                "--kinds=length,style-transfer",
                "--seeds=3",
                "--calls=528");
        assertThat(exit).isZero();
        return out.toString();
    }
}
