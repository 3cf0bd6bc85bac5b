package io.promptstream.task.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.TaskProblem;
import io.promptstream.task.Events;
import io.promptstream.task.local.LoadedModel;
import io.promptstream.task.local.LocalModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Labels that people write, and the model that comes along. */
class BundledModelCheckIT {
    private static final Path MODEL =
            Path.of(System.getProperty("promptstream.root", "../.."), "infra", "language-model", "model");
    private static LoadedModel model;

    @BeforeAll
    static void load() {
        model = LoadedModel.load(MODEL);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void wordsThatBeginAlikeAndEmojiAreRefusedByName() {
        assertThat(problems("complaint", "compliment", "question"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.getField()).isEqualTo("labels[1].verbalizer");
                    assertThat(problem.getMessage()).contains("\"complaint\"", "\"compliment\"");
                });
        assertThat(problems("\uD83D\uDC4D", "\uD83D\uDC4E")).singleElement().satisfies(problem -> {
            assertThat(problem.getField()).isEqualTo("labels[1].verbalizer");
            assertThat(problem.getMessage())
                    .contains("\"\uD83D\uDC4D\"", "\"\uD83D\uDC4E\"", "only a part of a character");
        });
    }

    @Test
    void theLabelsOfTheSamplesPass() {
        assertThat(problems("great", "terrible")).isEmpty();
        assertThat(problems(
                        "banking",
                        "credit",
                        "kitchen",
                        "home",
                        "auto",
                        "travel",
                        "utility",
                        "work",
                        "chat",
                        "settings"))
                .isEmpty();
    }

    private static List<TaskProblem> problems(String... labels) {
        return new ModelCheck(Map.of("bundled", new LocalModel("bundled", model)), variable -> false)
                .check(Events.classification("task", Events.local("bundled"), labels), "")
                .problems();
    }
}
