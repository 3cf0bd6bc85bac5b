package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayQueueTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private final Task task = TaskSamples.task("task");
    private final Map<String, Rescoring> rescorings = new HashMap<>();
    private final Map<String, ReplayState> states = new HashMap<>();
    private final ReplayQueue queue = new ReplayQueue(
            id -> id.equals("task") ? Optional.of(task) : Optional.empty(),
            key -> Optional.ofNullable(rescorings.get(key)),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void theOldestThatHasNotEndedIsNext() {
        // Given
        Replay first = order("b", 10).build();
        Replay second = order("a", 20).build();

        // Then
        assertThat(next(second, first)).contains(first);

        // When
        states.put("task/b", state(first, ReplayStatus.DONE));

        // Then
        assertThat(next(second, first)).contains(second);
    }

    @Test
    void anOrderOfTheSameNameIsAnother() {
        // Given
        Replay anew = order("a", 20).setReplayId(new UUID(0, 9)).build();
        states.put("task/a", state(order("a", 10).build(), ReplayStatus.DONE));

        // Then
        assertThat(next(anew)).contains(anew);
    }

    @Test
    void whatIsScoredAnewWaitsAndHoldsNobodyUp() {
        // Given
        Replay waiting = order("a", 10).setReward(task.getReward()).build();
        Replay other = order("b", 20).build();

        // Then
        assertThat(next(waiting, other)).contains(other);
        assertThat(queue.waiting(List.of(waiting, other), this::state)).containsExactly(waiting);

        // When
        rescorings.put("task/a", rescoring(waiting, RescoringStatus.DONE));

        // Then
        assertThat(next(waiting, other)).contains(waiting);
        assertThat(queue.rescoringFailure(waiting)).isEmpty();

        // When
        rescorings.put("task/a", rescoring(waiting, RescoringStatus.FAILED));

        // Then
        assertThat(next(waiting, other)).contains(waiting);
        assertThat(queue.rescoringFailure(waiting)).contains("no outputs");
    }

    @Test
    void theScoringForAnEarlierOrderDoesNotCount() {
        // Given
        Replay waiting = order("a", 10).setReward(task.getReward()).build();
        Replay earlier = order("a", 5).setReplayId(new UUID(0, 9)).build();
        rescorings.put("task/a", rescoring(earlier, RescoringStatus.DONE));

        // Then
        assertThat(next(waiting)).isEmpty();
    }

    @Test
    void ordersOfDeletedTasksAreForsakenAfterAMoment() {
        // Given
        Replay old = order("a", 10).setTaskId("gone").build();
        Replay young = order("a", 999).setTaskId("coming").build();

        // Then
        assertThat(queue.isForsaken(old)).isTrue();
        assertThat(queue.isForsaken(young)).isFalse();
        assertThat(next(old, young)).isEmpty();
    }

    @Test
    void ordersOfAnEarlierTaskOfTheSameIdAreForsaken() {
        // Given
        ReplayQueue later = new ReplayQueue(
                id -> Optional.of(Task.newBuilder(task)
                        .setCreatedAt(Instant.ofEpochSecond(15))
                        .build()),
                key -> Optional.empty(),
                Clock.fixed(NOW, ZoneOffset.UTC));

        // Then
        assertThat(later.isForsaken(order("a", 10).build())).isTrue();
        assertThat(later.isForsaken(order("a", 20).build())).isFalse();
    }

    private Optional<Replay> next(Replay... orders) {
        return queue.next(List.of(orders), this::state);
    }

    private Optional<ReplayState> state(String key) {
        return Optional.ofNullable(states.get(key));
    }

    private Replay.Builder order(String name, long second) {
        return ReplayRuns.order(task).setName(name).setOrderedAt(Instant.ofEpochSecond(second));
    }

    private static ReplayState state(Replay order, ReplayStatus status) {
        return ReplayState.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setStatus(status)
                .setTopic("round-results")
                .setPartition(0)
                .setFromOffset(0)
                .setNextOffset(0)
                .setEndOffset(0)
                .setStartedAt(NOW)
                .setUpdatedAt(NOW)
                .build();
    }

    private static Rescoring rescoring(Replay order, RescoringStatus status) {
        return Rescoring.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setStatus(status)
                .setMessage("no outputs")
                .setTopic("rescored")
                .setStartedAt(NOW)
                .setUpdatedAt(NOW)
                .build();
    }
}
