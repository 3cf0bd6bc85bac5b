package io.promptstream.benchmark.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.promptstream.event.Task;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.task.ParsedTask;
import io.promptstream.policy.task.TaskParser;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings that are tried in place of those in a task's file.
 *
 * @param values by name, such as {@code policy.promptLength}, as they would stand in the file
 */
public record TaskSettings(Map<String, String> values) {
    private static final ObjectMapper YAML =
            JsonMapper.builder(new YAMLFactory()).build();

    public TaskSettings {
        values = Map.copyOf(values);
        values.keySet().forEach(name -> {
            if (!name.matches("calibration|(policy|reward)\\.[A-Za-z]+")) {
                throw new CommandException(
                        "'" + name + "' cannot be set: write calibration, policy.NAME or reward.NAME, a"
                                + " setting of the task's policy or reward");
            }
        });
    }

    /**
     * These with every combination of others.
     *
     * @param vary values by name, parted by colons
     */
    public List<TaskSettings> variants(Map<String, String> vary) {
        List<TaskSettings> variants = List.of(this);
        for (var setting : new TreeMap<>(vary).entrySet()) {
            variants = variants.stream()
                    .flatMap(settings -> Arrays.stream(setting.getValue().split(":"))
                            .map(value -> settings.with(setting.getKey(), value)))
                    .toList();
        }
        return variants;
    }

    private TaskSettings with(String name, String value) {
        return and(Map.of(name, value));
    }

    /** These and others. */
    public TaskSettings and(Map<String, String> others) {
        var more = new HashMap<>(values);
        more.putAll(others);
        return new TaskSettings(more);
    }

    /**
     * The task with these settings, checked as the policy service checks it.
     *
     * @throws CommandException that lists everything that is wrong with it
     */
    public Task of(TaskFile file) {
        var content = file.content().deepCopy();
        values.forEach((name, value) -> {
            int dot = name.indexOf('.');
            var part = dot < 0 ? content : content.withObjectProperty(name.substring(0, dot));
            part.set(name.substring(dot + 1), scalar(name, value));
        });
        // The largest hidden size follows from the size of a record in Kafka; here there is none.
        return switch (new TaskParser(Integer.MAX_VALUE).parse(file.id(), content)) {
            case ParsedTask.Valid valid -> valid.task();
            case ParsedTask.Invalid invalid ->
                throw new CommandException("Task " + file.id() + " cannot be learned so:\n  "
                        + invalid.errors().stream()
                                .map(error -> error.field() + " " + error.message())
                                .collect(Collectors.joining("\n  ")));
        };
    }

    private static JsonNode scalar(String name, String value) {
        try {
            var read = YAML.readTree(value);
            if (read.isValueNode()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw new CommandException("'" + value + "' is no value for " + name + ": write a number or a word", e);
        }
        throw new CommandException("'" + value + "' is no value for " + name + ": write a number or a word");
    }

    /** As they are written on the command line; {@code as in the file} for none. */
    @Override
    public String toString() {
        return values.isEmpty()
                ? "as in the file"
                : values.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" "));
    }
}
