package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.Events;
import io.promptstream.task.execution.PromptRunner.Query;
import io.promptstream.task.local.FakeCausalModel;
import io.promptstream.task.local.LocalModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptRunnerTest {
    private final FakeCausalModel model = new FakeCausalModel(8);
    private final TaskModels models = new TaskModels(Map.of("tiny", new LocalModel("tiny", model)), definition -> {
        throw new IllegalStateException("no endpoint is called");
    });

    @Test
    void answersEachQueryWithTheTasksTemplateAndModel() throws Exception {
        // Given
        Task task = Events.generation("weather", Events.local("tiny"));

        try (PromptRunner runner = runner(task)) {
            // When
            List<TaskOutput> outputs =
                    runner.run(List.of(new Query("sun", "monday", List.of()), new Query("rain", "tuesday", List.of())));

            // Then
            assertThat(outputs).extracting(TaskOutput::getModelId).containsOnly("tiny@fake");
            assertThat(outputs.get(0).getText())
                    .hasValueSatisfying(text -> assertThat(text).contains("sun"));
            assertThat(outputs.get(1).getText())
                    .hasValueSatisfying(text -> assertThat(text).contains("rain"));
        }
    }

    @Test
    void aQueryThatIsTooLongFailsAlone() throws Exception {
        // Given
        Task task = Events.generation("weather", Events.local("tiny"));

        try (PromptRunner runner = runner(task)) {
            // When
            List<TaskOutput> outputs = runner.run(
                    List.of(new Query("sun", "a b c d e f g h i j", List.of()), new Query("sun", "monday", List.of())));

            // Then
            assertThat(outputs.get(0).getFailure())
                    .hasValueSatisfying(failure -> assertThat(failure.getCode()).isEqualTo(FailureCode.INPUT_TOO_LONG));
            assertThat(outputs.get(1).getFailure()).isEmpty();
        }
    }

    @Test
    void saysThatTheModelIsMissing() throws Exception {
        try (PromptRunner runner = runner(Events.generation("weather", Events.local("huge")))) {
            assertThat(runner.run(List.of(new Query("sun", "monday", List.of()))))
                    .singleElement()
                    .satisfies(output -> assertThat(output.getFailure()).hasValueSatisfying(failure -> {
                        assertThat(failure.getCode()).isEqualTo(FailureCode.MODEL_UNAVAILABLE);
                        assertThat(failure.getMessage()).contains("huge");
                    }));
        }
    }

    private PromptRunner runner(Task task) {
        return new PromptRunner(task, models, 1, new RemoteTokenBudget(0), () -> Events.NOW);
    }
}
