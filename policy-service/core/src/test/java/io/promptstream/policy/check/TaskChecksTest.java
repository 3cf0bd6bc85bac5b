package io.promptstream.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Label;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskProblem;
import io.promptstream.event.TaskVerdict;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.task.FieldError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TaskChecksTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:15:30Z");
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Task TASK = TaskSamples.task("opinions");

    private final List<TaskCheck> requests = new ArrayList<>();

    @Test
    void aTaskThatItsModelCanAnswerPasses() {
        // Given
        TaskChecks checks = answering(task -> List.of());

        // When // Then
        assertThat(checks.check(TASK)).isEqualTo(new CheckOutcome.Passed());
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getTask()).isEqualTo(TASK);
            assertThat(request.getRequestedAt()).isEqualTo(NOW);
        });
    }

    @Test
    void everyProblemIsAnErrorOfItsField() {
        // Given
        TaskChecks checks = answering(task -> List.of(
                new TaskProblem("labels[1].verbalizer", "is twice"), new TaskProblem("template", "is too long")));

        // When // Then
        assertThat(checks.check(TASK))
                .isEqualTo(new CheckOutcome.Refused(List.of(
                        new FieldError("labels[1].verbalizer", "is twice"),
                        new FieldError("template", "is too long"))));
    }

    @Test
    void whatHasPassedIsAskedAboutAgainOnlyIfSomethingConcernsTheModel() {
        // Given
        TaskChecks checks = answering(task -> List.of());
        Task faster = Task.newBuilder(TASK)
                .setDescription("now faster")
                .setPolicy(PolicyDefinition.newBuilder(TASK.getPolicy())
                        .setLearningRate(0.5)
                        .build())
                .build();
        Task longer = Task.newBuilder(TASK)
                .setPolicy(PolicyDefinition.newBuilder(TASK.getPolicy())
                        .setPromptLength(60)
                        .build())
                .build();
        Task relabelled = Task.newBuilder(longer)
                .setLabels(List.of(new Label("yes", "fine"), new Label("no", "awful")))
                .build();

        // When
        checks.check(TASK);
        checks.check(faster);
        checks.check(longer);
        checks.check(relabelled);
        checks.check(relabelled);

        // Then
        assertThat(requests).extracting(TaskCheck::getTask).containsExactly(TASK, longer, relabelled);
    }

    @Test
    void whatFailedOrWasNotAnsweredIsAskedAboutAgain() {
        // Given
        TaskChecks refusing = answering(task -> List.of(new TaskProblem("template", "is too long")));
        TaskChecks lonely = checks(request -> {}, SHORT);
        lonely.listening();

        // When
        refusing.check(TASK);
        refusing.check(TASK);
        CheckOutcome first = lonely.check(TASK);
        lonely.check(TASK);

        // Then
        assertThat(requests).hasSize(4);
        assertThat(first)
                .isInstanceOfSatisfying(
                        CheckOutcome.Unanswered.class,
                        unanswered -> assertThat(unanswered.warning())
                                .startsWith("not checked: no task service answered within PT0.001S"));
    }

    @Test
    void nothingIsAskedBeforeVerdictsAreListenedTo() {
        // When
        CheckOutcome outcome = checks(request -> {}, SHORT).check(TASK);

        // Then
        assertThat(outcome).isEqualTo(new CheckOutcome.Unanswered(SHORT));
        assertThat(requests).isEmpty();
    }

    @Test
    void nothingIsAskedWithoutALimit() {
        assertThat(checks(request -> {}, Duration.ZERO).check(TASK)).isEqualTo(new CheckOutcome.Passed());
        assertThat(requests).isEmpty();
    }

    @Test
    void verdictsOnWhatOthersAskedAreNoAnswer() {
        // Given
        List<TaskChecks> all = new ArrayList<>();
        TaskChecks checks = checks(request -> all.getFirst().answered(verdict(new UUID(9, 9), List.of())), SHORT);
        all.add(checks);
        checks.listening();

        // When // Then
        assertThat(checks.check(TASK)).isEqualTo(new CheckOutcome.Unanswered(SHORT));
    }

    /** Checks that are answered as soon as they are asked for. */
    private TaskChecks answering(Function<Task, List<TaskProblem>> problems) {
        List<TaskChecks> self = new ArrayList<>();
        TaskChecks checks = checks(
                request -> self.getFirst().answered(verdict(request.getCheckId(), problems.apply(request.getTask()))),
                Duration.ofMinutes(1));
        self.add(checks);
        checks.listening();
        return checks;
    }

    private TaskChecks checks(Consumer<TaskCheck> answer, Duration limit) {
        return new TaskChecks(
                request -> {
                    requests.add(request);
                    answer.accept(request);
                },
                "embeddings",
                limit,
                Clock.fixed(NOW, ZoneOffset.UTC),
                UUID::randomUUID);
    }

    private static TaskVerdict verdict(UUID checkId, List<TaskProblem> problems) {
        return TaskVerdict.newBuilder()
                .setCheckId(checkId)
                .setTaskId("opinions")
                .setModelId("bundled@1")
                .setProblems(problems)
                .setCheckedAt(NOW)
                .build();
    }
}
