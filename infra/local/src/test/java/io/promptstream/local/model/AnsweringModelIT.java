package io.promptstream.local.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Label;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.local.connection.PolicyAnswers;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.task.local.LoadedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of a task come from its own model, with the bundled one and a second one of other weights on disk. */
class AnsweringModelIT {

    private static final String PROMPT = "it was";

    @TempDir
    Path folder;

    private Path bundled;
    private Path second;
    private List<LabelledInput> inputs;

    @BeforeEach
    void makeASecondModel() throws IOException {
        bundled = SystemSettings.bundledModel(SystemSettings.rootFromProperty());
        second = Files.createDirectories(folder.resolve("second"));
        for (var name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Files.copy(bundled.resolve(name), second.resolve(name));
        }
        eraseEmbeddings(second.resolve("model.safetensors"));
        var samples = SystemSettings.rootFromProperty().resolve("infra/local/src/main/samples");
        inputs = LabelledInput.read(samples.resolve("product-opinions.test.tsv"), task("second"))
                .subList(0, 120);
    }

    @Test
    void aTaskOfASecondModelGetsThatModelsFigures() {
        // When
        Measures measured;
        try (var model = AnsweringModel.of(task("second"), system(""))) {
            measured = new PromptScorer(model.model(), task("second")).measure(PROMPT, inputs);
            assertThat(model.id()).startsWith("second@");
            assertThat(model.directory()).isEqualTo(second);
        }

        // Then
        assertThat(measured).isEqualTo(measures(second)).isNotEqualTo(measures(bundled));
        assertThat(measured.accuracy()).isNotEqualTo(measures(bundled).accuracy());
    }

    @Test
    void aModelThatTheServiceDoesNotAnswerWithIsRefused() throws IOException {
        try (var service = new PolicyAnswers()) {
            // Given a task service that was started before the folder changed
            service.answer("/health", """
                    {"details": {"models": {"details": {"second": "0123abcd", "bundled": "not loaded from /x"}}}}
                    """);

            // When / Then
            assertThatThrownBy(() -> AnsweringModel.of(task("second"), system(service.url())))
                    .hasMessageContaining("answers with second@0123abcd")
                    .hasMessageContaining("--model DIR");
            AnsweringModel.of(task("bundled"), system(service.url())).close();
        }
    }

    @Test
    void whatCannotBeLoadedHereIsNotReplacedByTheBundledModel() {
        assertThatThrownBy(() -> AnsweringModel.of(task("third"), system("")))
                .hasMessageContaining("uses the model 'third'")
                .hasMessageContaining("--model DIR");
        assertThatThrownBy(() -> AnsweringModel.of(task("bundled"), Optional.empty()))
                .hasMessageContaining("no folder of that name is known here");
        assertThatThrownBy(() -> AnsweringModel.of(task("second"), folder))
                .hasMessageContaining("Cannot load the model 'second' from " + folder);
        var remote = Task.newBuilder(task("gpt"))
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.OPENAI_COMPATIBLE)
                        .setName("gpt")
                        .build())
                .build();
        assertThatThrownBy(() -> AnsweringModel.of(remote, system(""))).hasMessageContaining("remote model 'gpt'");
        assertThat(PromptScorer.obstacle(remote)).isPresent();
        assertThat(PromptScorer.obstacle(task("second"))).isEmpty();
    }

    private Measures measures(Path directory) {
        try (var model = LoadedModel.load(directory)) {
            return new PromptScorer(model, task("second")).measure(PROMPT, inputs);
        }
    }

    private Optional<SystemDescription> system(String taskUrl) {
        return Optional.of(new SystemDescription(
                folder.toString(),
                Instant.EPOCH,
                "127.0.0.1:1",
                "http://127.0.0.1:2",
                "",
                taskUrl,
                "",
                bundled.toString(),
                Map.of("bundled", bundled.toString(), "second", second.toString()),
                null,
                List.of()));
    }

    /** Sets the embeddings of the most frequent tokens to zero. */
    private static void eraseEmbeddings(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        int header = Math.toIntExact(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
        for (int at = Long.BYTES + header; at < Long.BYTES + header + 400_000; at++) {
            bytes[at] = 0;
        }
        Files.write(file, bytes);
    }

    private static Task task(String model) {
        return Task.newBuilder()
                .setTaskId("opinions")
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setLabels(List.of(new Label("positive", "great"), new Label("negative", "terrible")))
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(30_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(TaskModelDefinition.newBuilder()
                        .setKind(TaskModelKind.LOCAL)
                        .setName(model)
                        .build())
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.RLPROMPT)
                        .build())
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}
