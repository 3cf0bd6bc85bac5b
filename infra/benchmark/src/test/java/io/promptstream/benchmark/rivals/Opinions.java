package io.promptstream.benchmark.rivals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.task.local.FakeCausalModel;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A task with the labels good and bad, on a model that says the one that the text has more of. Half of the inputs are good and
 * say so; of the others one in two does.
 */
final class Opinions implements AutoCloseable {
    final FakeCausalModel model = new FakeCausalModel(100);
    final TaskFile file = file();
    final Task task = new TaskSettings(Map.of()).of(file);
    private final CoreTrials trials = new CoreTrials(task, model);
    final ScoreTable scores = new ScoreTable(trials);

    Opinions() {
        // Of these words one means something to the model.
        model.encode("it is what they good bad bad-ish say");
    }

    CountedModel counted(long budget) {
        return new CountedModel(task, scores, budget, false);
    }

    CountedModel calibrated(long budget) {
        return new CountedModel(task, scores, budget, true);
    }

    Problem problem(int inputs) {
        return problem(inputs("train", inputs), inputs("dev", inputs));
    }

    Problem problem(List<TaskInput> train, List<TaskInput> dev) {
        return new Problem(
                file, task, train, dev, new RecurrentLanguageModel(60, 4, 1), new FakeLanguage(model), scores);
    }

    static List<TaskInput> inputs(String names, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> switch (number % 4) {
                    case 0, 2 -> input(names + number + " good", "positive");
                    case 1 -> input(names + number + " bad", "negative");
                    default -> input(names + number, "negative");
                })
                .toList();
    }

    static TaskInput input(String text, String label) {
        return new TaskInput(1, text, List.of(), Map.of(), label);
    }

    private static TaskFile file() {
        var content = JsonNodeFactory.instance.objectNode().put("id", "opinions");
        var labels = content.putArray("labels");
        labels.addObject().put("name", "positive").put("verbalizer", "good");
        labels.addObject().put("name", "negative").put("verbalizer", "bad");
        content.putArray("handWrittenPrompts").add("good").add("bad");
        return new TaskFile("opinions", content);
    }

    @Override
    public void close() {
        trials.close();
    }
}
