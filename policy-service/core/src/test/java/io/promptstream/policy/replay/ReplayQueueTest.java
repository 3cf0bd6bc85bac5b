package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Instant;
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
    private final long[] nanos = {0};
    private final ReplayQueue queue = new ReplayQueue(
            id -> id.equals("task") ? Optional.of(task) : Optional.empty(),
            key -> Optional.ofNullable(rescorings.get(key)),
            () -> nanos[0]);

    @Test
    void theFirstInTheLogThatHasNotEndedIsNextWhateverTheClocksSaid() {
        // Given
        Replay first = order("b", 3_620).build();
        Replay second = order("a", 20).build();

        // Then
        assertThat(next(first, second)).contains(first);

        // When
        states.put("task/b", state(first, ReplayStatus.DONE));

        // Then
        assertThat(next(first, second)).contains(second);
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
    void ordersOfDeletedTasksAreOrphanedAfterAMomentWhateverTheClocksSay() {
        // Given
        Replay old = order("a", 10).setTaskId("gone").build();
        Replay ofAFastClock =
                order("a", 9_999).setTaskId("gone").setReplayId(new UUID(0, 9)).build();

        // Then
        assertThat(queue.isOrphaned(old)).isFalse();
        assertThat(queue.isOrphaned(ofAFastClock)).isFalse();
        assertThat(next(old, ofAFastClock)).isEmpty();

        // When
        nanos[0] = 31_000_000_000L;

        // Then
        assertThat(queue.isOrphaned(old)).isTrue();
        assertThat(queue.isOrphaned(ofAFastClock)).isTrue();
    }

    @Test
    void anOrderWhoseTaskComesLateIsNotOrphaned() {
        // Given
        Map<String, Task> tasks = new HashMap<>();
        ReplayQueue waiting =
                new ReplayQueue(id -> Optional.ofNullable(tasks.get(id)), key -> Optional.empty(), () -> nanos[0]);
        Replay order = order("a", 10).setTaskRevision(1).build();
        assertThat(waiting.isOrphaned(order)).isFalse();

        // When
        tasks.put("task", task);
        nanos[0] = 31_000_000_000L;

        // Then
        assertThat(waiting.isOrphaned(order)).isFalse();
    }

    @Test
    void ordersOfAnEarlierTaskOfTheSameIdAreOrphanedByRevisionAndNotByClock() {
        // Given
        ReplayQueue later = of(Task.newBuilder(task)
                .setRevision(8)
                .setFirstRevision(8)
                .setCreatedAt(Instant.ofEpochSecond(15))
                .build());

        // Then
        assertThat(later.isOrphaned(order("a", 20).setTaskRevision(7).build())).isTrue();
        assertThat(later.isOrphaned(order("a", 10).setTaskRevision(8).build())).isFalse();
    }

    @Test
    void ordersAndTasksOfEarlierReleasesAreComparedByTime() {
        // Given
        ReplayQueue later =
                of(Task.newBuilder(task).setCreatedAt(Instant.ofEpochSecond(15)).build());

        // Then
        assertThat(later.isOrphaned(order("a", 10).build())).isTrue();
        assertThat(later.isOrphaned(order("a", 20).build())).isFalse();
    }

    private ReplayQueue of(Task only) {
        return new ReplayQueue(id -> Optional.of(only), key -> Optional.empty(), () -> nanos[0]);
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
