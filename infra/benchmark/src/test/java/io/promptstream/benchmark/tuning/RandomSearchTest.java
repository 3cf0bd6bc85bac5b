package io.promptstream.benchmark.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import io.promptstream.task.local.FakeCausalModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RandomSearchTest {
    private final FakeCausalModel model = new FakeCausalModel(100);
    private final Task task = task();
    private final CoreTrials trials = new CoreTrials(task, model);
    private final ScoreTable scores = new ScoreTable(trials);

    @AfterEach
    void close() {
        trials.close();
    }

    @Test
    void asManyPromptsAreTriedAsTheCallsAllow() {
        // Given a prompt that always says good, one that knows nothing, and one that always says bad
        var prompts = List.of("good", "nothing", "bad");
        var inputs = List.of(input("a", "negative"), input("b", "negative"), input("c", "positive"));

        // When
        var search = new RandomSearch(task, prompts, inputs, scores);

        // Then
        assertThat(search.best(3)).isEqualTo("good");
        assertThat(search.best(6)).isEqualTo("nothing");
        assertThat(search.best(8)).isEqualTo("nothing");
        assertThat(search.best(9)).isEqualTo("bad");
        assertThat(search.ceiling(List.of(input("d", "positive")))).isEqualTo(1);
    }

    @Test
    void aPairIsScoredOnce() {
        // Given
        var input = input("a", "positive");
        var known = new Attempt(input, "good");
        scores.trials(task, List.of(known, known));

        // When
        var both = scores.trials(task, List.of(new Attempt(input, "bad"), known));

        // Then
        assertThat(model.sequences()).isEqualTo(2);
        assertThat(both).map(trial -> trial.logits().getFirst()).containsExactly(0.0, 1.0);
    }

    /** A task with the labels good and bad. */
    private static Task task() {
        var content = JsonNodeFactory.instance.objectNode().put("id", "opinions");
        var labels = content.putArray("labels");
        labels.addObject().put("name", "positive").put("verbalizer", "good");
        labels.addObject().put("name", "negative").put("verbalizer", "bad");
        return new TaskSettings(Map.of()).of(new TaskFile("opinions", content));
    }

    private static TaskInput input(String text, String label) {
        return new TaskInput(1, text, List.of(), Map.of(), label);
    }
}
