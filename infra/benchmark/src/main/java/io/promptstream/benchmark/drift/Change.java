package io.promptstream.benchmark.drift;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.promptstream.benchmark.rivals.Places;
import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.local.input.InputRules;
import io.promptstream.local.input.TaskInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stream that changes half-way. Paths may begin with {@code {data}} or {@code {root}}.
 *
 * @param name what the command calls it
 * @param task file of the task
 * @param model folder of the task model
 * @param before what is streamed at first
 * @param after what is streamed after the change
 */
record Change(String name, String task, String model, Stream before, Stream after) {
    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Inputs of one kind.
     *
     * @param train file of those that are streamed
     * @param test file of those that prompts are measured on
     * @param textColumn where they have the text; null: the usual column
     * @param labels the task's label for each that the file has, inputs of others are left out; null: as in the file
     * @param accuracy share of right answers that is to be reached
     */
    record Stream(
            String train,
            String test,
            @Nullable String textColumn,
            @Nullable Map<String, String> labels,
            double accuracy) {

        /** What is streamed; no text is there twice. */
        List<TaskInput> trainInputs(Task task, Places places, long seed) {
            Set<String> texts = new HashSet<>();
            return inputs(train.replace("{seed}", Long.toString(seed)), task, places).stream()
                    .filter(input -> texts.add(input.text()))
                    .toList();
        }

        List<TaskInput> testInputs(Task task, Places places) {
            return inputs(test, task, places);
        }

        private List<TaskInput> inputs(String written, Task task, Places places) {
            var file = Objects.requireNonNull(places.of(written));
            var column = Objects.requireNonNullElse(textColumn, "text");
            if (labels == null) {
                var names = task.getLabels().stream().map(Label::getName).toList();
                return TaskInput.read(file, new InputRules(names, true, column));
            }
            return TaskInput.read(file, new InputRules(List.of(), true, column)).stream()
                    .filter(input -> labels.containsKey(input.reference()))
                    .map(input -> new TaskInput(
                            input.number(),
                            input.text(),
                            input.context(),
                            input.attributes(),
                            labels.get(input.reference())))
                    .toList();
        }
    }

    private record All(List<Change> changes) {}

    static List<Change> shipped() {
        try (InputStream file = Objects.requireNonNull(Change.class.getResourceAsStream("changes.yaml"))) {
            return YAML.readValue(file, All.class).changes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
