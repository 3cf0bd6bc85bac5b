package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.Task;
import io.promptstream.local.display.Json;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.task.ParsedTask;
import io.promptstream.policy.task.TaskParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("a third of a minute must be enough for a round")
class DemoOfAnotherModelIT {

    private static final String TASK = """
            id: opinions
            template: "{input} {prompt}"
            kind: classification
            calibration: none
            labels: [{name: positive, verbalizer: great}, {name: negative, verbalizer: terrible}]
            taskModel: {kind: local, name: second}
            policy: {promptsPerRound: 8, contendersPerRound: 2, queriesPerRound: 4, candidates: 64}
            handWrittenPrompts: ["it was", "overall, it was"]
            """;

    @TempDir
    Path directory;

    @Test
    void reportsTheAccuraciesOfTheTasksOwnModel() throws Exception {
        // Given
        var root = SystemSettings.rootFromProperty();
        var samples = root.resolve("infra/local/src/main/samples");
        var second = SecondModel.write(directory);
        var task = Files.writeString(directory.resolve("task.yaml"), TASK);
        var train = samples.resolve("product-opinions.train.tsv");
        var lines = Files.readAllLines(samples.resolve("product-opinions.test.tsv"));
        var test = Files.write(directory.resolve("test.tsv"), lines.subList(0, 101));
        var report = directory.resolve("report.json");

        // When
        var demo = CommandProcess.start(
                directory,
                Map.of("PROMPTSTREAM_MODELS", "second=" + second),
                "demo",
                "--minutes",
                "0.3",
                "--task",
                task.toString(),
                "--train",
                train.toString(),
                "--test",
                test.toString(),
                "--report",
                report.toString(),
                "--directory",
                directory.resolve("run").toString());

        // Then
        assertThat(demo.waitFor(9, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue())
                .as(Files.readString(directory.resolve("command.err")))
                .isZero();
        var prompts = Json.read(Files.readString(report), "the report").path("prompts");
        var opinions = opinions(task);
        var inputs = TaskInput.read(test, opinions, true);
        assertThat(inputs).hasSize(100);
        var measured = List.of(
                prompts.path("initial"),
                prompts.path("learned"),
                prompts.at("/handWritten/0"),
                prompts.path("bestRandom"));
        assertThat(measured)
                .allSatisfy(prompt -> assertThat(prompt.path("accuracy").asDouble())
                        .isEqualTo(accuracy(second, opinions, prompt, inputs)));
        var bundled = SystemSettings.bundledModel(root);
        assertThat(measured)
                .anySatisfy(prompt -> assertThat(prompt.path("accuracy").asDouble())
                        .isNotEqualTo(accuracy(bundled, opinions, prompt, inputs)));
    }

    private static double accuracy(Path model, Task task, JsonNode prompt, List<TaskInput> inputs) {
        return ModelAccuracy.of(model, task, prompt.path("text").asText(), inputs);
    }

    /** As the policy service reads it. */
    private static Task opinions(Path file) {
        var task = TaskFile.read(file);
        return switch (new TaskParser(Integer.MAX_VALUE).parse(task.id(), task.content())) {
            case ParsedTask.Valid valid -> valid.task();
            case ParsedTask.Invalid invalid -> throw new AssertionError(invalid);
        };
    }
}
