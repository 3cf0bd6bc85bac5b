package io.promptstream.task.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.HopTimers;
import io.promptstream.task.Events;
import io.promptstream.task.execution.RemoteTokenBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {
    private final Set<String> deleted = new HashSet<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerMetrics metrics = new MicrometerMetrics(
            registry,
            new HopTimers(registry),
            new RemoteTokenBudget(500),
            Clock.fixed(Events.NOW, ZoneOffset.UTC),
            new DeadLetterCounters(registry),
            TopicCatalogue.withDefaults(),
            deleted::contains);

    @Test
    void whatAlertsReadIsThereFromTheStart() {
        assertThat(failures("unknown", "unknown_task")).isZero();
        assertThat(registry.get("promptstream.dead.letters")
                        .tags("topic", "promptstream.prompt-proposals", "reason", "unreadable")
                        .counter()
                        .count())
                .isZero();
        assertThat(registry.get("promptstream.budget.limit").gauge().value()).isEqualTo(500);
    }

    @Test
    void anAnswerCountsForItsTask() {
        // When
        metrics.answered(answer(Events.proposal("1", "weather", "monday", "sun")));
        metrics.answered(answer(Events.exploration("2", "weather", Events.NOW.minusSeconds(5))));

        // Then
        assertThat(registry.get("promptstream.outputs.answered")
                        .tag("task", "weather")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("promptstream.tokens")
                        .tags("task", "weather", "direction", "read")
                        .counter()
                        .count())
                .isEqualTo(24);
        assertThat(registry.get("promptstream.hop.duration")
                        .tags("hop", "proposal_to_output", "role", "explore")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(5);
        assertThat(registry.get("promptstream.hop.duration")
                        .tags("hop", "query_to_output", "role", "explore")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(7);
        assertThat(registry.get("promptstream.budget.spent").gauge().value()).isZero();
    }

    @Test
    void aFailureCountsForItsTaskAndCode() {
        // When
        fail("weather", FailureCode.MODEL_UNAVAILABLE);
        fail("weather", FailureCode.MODEL_UNAVAILABLE);
        fail("news", FailureCode.INPUT_TOO_LONG);

        // Then
        assertThat(failures("weather", "model_unavailable")).isEqualTo(2);
        assertThat(failures("news", "input_too_long")).isEqualTo(1);
    }

    @Test
    void tasksThatDoNotExistCountAsOne() {
        // When
        fail("made up", FailureCode.UNKNOWN_TASK);
        fail("made up too", FailureCode.UNKNOWN_TASK);

        // Then
        assertThat(failures("unknown", "unknown_task")).isEqualTo(2);
    }

    @Test
    void theTokensOfAFailureCount() {
        // When
        fail("weather", FailureCode.MODEL_FAILURE);

        // Then
        assertThat(registry.get("promptstream.tokens")
                        .tags("task", "weather", "direction", "read")
                        .counter()
                        .count())
                .isEqualTo(12);
    }

    @Test
    void aDeletedTaskLeavesNoMeters() {
        // Given
        metrics.answered(answer(Events.exploration("1", "weather", Events.NOW)));
        fail("weather", FailureCode.MODEL_FAILURE);
        metrics.answered(answer(Events.exploration("2", "news", Events.NOW)));
        int withBoth = registry.getMeters().size();
        deleted.add("weather");

        // When
        metrics.removeDeletedTasks();

        // Then
        assertThat(registry.getMeters())
                .hasSizeLessThan(withBoth)
                .noneMatch(meter -> "weather".equals(meter.getId().getTag("task")))
                .anyMatch(meter -> "news".equals(meter.getId().getTag("task")));
    }

    @Test
    void aTaskOfADeletedOnesNameCountsFromTheStart() {
        // Given
        fail("weather", FailureCode.MODEL_FAILURE);
        deleted.add("weather");
        metrics.removeDeletedTasks();
        deleted.clear();

        // When
        fail("weather", FailureCode.MODEL_FAILURE);

        // Then
        assertThat(failures("weather", "model_failure")).isEqualTo(1);
    }

    private void fail(String taskId, FailureCode code) {
        metrics.failed(answer(Events.proposal("1", taskId, "monday", "sun")), new Failure(code, "because"));
    }

    private double failures(String taskId, String code) {
        return registry.get("promptstream.outputs.failed")
                .tags("task", taskId, "code", code)
                .counter()
                .count();
    }

    @Test
    void callsCountByTheirOutcome() {
        // When
        metrics.modelWorked("tiny@1", 64, Duration.ofMillis(20));
        metrics.modelFailed("tiny@1", Duration.ofMillis(30));

        // Then
        assertThat(calls("answered")).isEqualTo(1);
        assertThat(calls("failed")).isEqualTo(1);
        assertThat(registry.get("promptstream.model.batch").summary().totalAmount())
                .isEqualTo(64);
    }

    private long calls(String outcome) {
        return registry.get("promptstream.model.call.duration")
                .tags("model", "tiny@1", "outcome", outcome)
                .timer()
                .count();
    }

    private static TaskOutput answer(PromptProposal proposal) {
        return new TaskOutput(
                proposal.getProposalId(),
                proposal.getQueryId(),
                proposal.getTaskId(),
                proposal.getProvenance(),
                "tiny@1",
                List.of(),
                "sun",
                12,
                0,
                false,
                100L,
                null,
                Events.NOW,
                List.of());
    }
}
