package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    Path folder;

    @Test
    void knowsWhatWasRunBefore() {
        // Given
        var file = folder.resolve("new").resolve("runs.jsonl");
        new RunLog(file).add(run("opinions", "bandit", 1, .7));

        // When
        var log = new RunLog(file);

        // Then
        assertThat(log.runs()).containsExactly(run("opinions", "bandit", 1, .7));
        assertThat(log.has("opinions", "bandit", 1, 100)).isTrue();
        assertThat(log.has("opinions", "bandit", 2, 100)).isFalse();
        assertThat(log.has("opinions", "bandit", 1, 200)).isFalse();
        assertThat(log.has("opinions", "best-word", 1, 100)).isFalse();
    }

    @Test
    void namesTheLineThatIsNoRun() throws IOException {
        var file = Files.writeString(folder.resolve("runs.jsonl"), "{\"task\":\n");

        assertThatThrownBy(() -> new RunLog(file))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("line 1 is no run");
    }

    @Test
    void aRunServesItsLastPromptUntilThen() {
        var run = new Run("t", "m", 1, 100, 90, 0, 1, List.of(point(0, .5), point(40, .6), point(90, .8)));

        assertThat(run.scoreAfter(0)).isEqualTo(.5);
        assertThat(run.scoreAfter(39)).isEqualTo(.5);
        assertThat(run.scoreAfter(40)).isEqualTo(.6);
        assertThat(run.score()).isEqualTo(.8);
    }

    @Test
    void theTableHasMeansOverSeedsAndTasks() {
        // Given
        var runs = List.of(
                run("a", "bandit", 1, .7),
                run("a", "bandit", 2, .8),
                run("b", "bandit", 1, .5),
                run("b", "bandit", 2, .5),
                run("a", "best-word", 1, .9));
        var out = new StringWriter();

        // When
        var summary = Summary.of(100, List.of("a", "b"), List.of("bandit", "best-word"), runs);
        new RivalsTable(summary).print(new PrintWriter(out));

        // Then
        assertThat(out.toString().lines())
                .contains(
                        "| bandit | 75.0 ± 5.0 | 50.0 ± 0.0 | 62.5 |",
                        "| best-word | 90.0 |  |  |",
                        "| bandit | 40.0 ± 0.0 | 40.0 ± 0.0 | 40.0 |",
                        "| best-word | 10.0 |  |  |");
        var bandit = summary.results().getFirst();
        assertThat(bandit.score()).satisfies(score -> {
            assertThat(score.lowest()).isEqualTo(.7);
            assertThat(score.highest()).isEqualTo(.8);
        });
        assertThat(bandit.seeds()).containsExactly(1L, 2L);
        assertThat(bandit.prompts()).containsExactly("prompt", "prompt");
        assertThat(summary.results()).hasSize(3);
        assertThat(summary.results().get(1).score().standardError()).isNull();
    }

    private static Run run(String task, String method, long seed, double accuracy) {
        return new Run(task, method, seed, 100, 90, 12.5, 1, List.of(point(0, accuracy)));
    }

    private static Point point(long calls, double accuracy) {
        return new Point(calls, "prompt", accuracy, Map.of("good", 1.0, "bad", 0.4), 0.9, 0.1, null, 3.0);
    }
}
