package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.Task;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Which orders are to be followed, one at a time, in the order in which they are given to it. Belongs to one thread. */
public final class ReplayQueue {
    /** An order may be seen before its task, because they travel on different topics. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<String, Optional<Task>> tasks;
    private final Function<String, Optional<Rescoring>> rescorings;
    private final LongSupplier nanoTime;
    /** Orders whose task is not there, by id, and since when. */
    private final Map<UUID, Long> missed = new HashMap<>();

    /**
     * @param tasks finds a task by its id
     * @param rescorings finds by its key how far the rescoring has come
     * @param nanoTime nanoseconds since some moment
     */
    public ReplayQueue(
            Function<String, Optional<Task>> tasks,
            Function<String, Optional<Rescoring>> rescorings,
            LongSupplier nanoTime) {
        this.tasks = tasks;
        this.rescorings = rescorings;
        this.nanoTime = nanoTime;
    }

    /** Key of everything that is kept of the replay. */
    public static String key(Replay order) {
        return CandidateKeys.of(order.getTaskId(), order.getName());
    }

    /** Whether the state tells of this order, and not of an earlier one of its name. */
    public static boolean isOf(Replay order, ReplayState state) {
        return state.getReplayId().equals(order.getReplayId());
    }

    public static boolean hasEnded(ReplayState state) {
        return state.getStatus() == ReplayStatus.DONE || state.getStatus() == ReplayStatus.FAILED;
    }

    /** Whether the order's task was deleted since: one that was re-created under the same id is another. */
    public boolean isOrphaned(Replay order) {
        Optional<Task> task = tasks.apply(order.getTaskId());
        if (task.isEmpty()) {
            long now = nanoTime.getAsLong();
            return now - missed.computeIfAbsent(order.getReplayId(), id -> now) > PATIENCE.toNanos();
        }
        missed.remove(order.getReplayId());
        return isOfEarlierTask(order, task.get());
    }

    /** An order of an earlier release does not name the task's revision; then the clocks have to do. */
    private static boolean isOfEarlierTask(Replay order, Task task) {
        return order.getTaskRevision() > 0
                ? order.getTaskRevision() < task.getFirstRevision()
                : task.getCreatedAt().isAfter(order.getOrderedAt());
    }

    /**
     * The order to be followed next, if any can be.
     *
     * @param orders in the order of their log
     * @param states finds by its key how far a replay has come
     */
    public Optional<Replay> next(Collection<Replay> orders, Function<String, Optional<ReplayState>> states) {
        return open(orders, states)
                .filter(order -> rescoring(order) != RescoringStatus.RUNNING)
                .findFirst();
    }

    /** Orders whose recorded outputs are being rescored. */
    public List<Replay> waiting(Collection<Replay> orders, Function<String, Optional<ReplayState>> states) {
        return open(orders, states)
                .filter(order -> rescoring(order) == RescoringStatus.RUNNING)
                .toList();
    }

    /** Why the order's recorded outputs could not be rescored, if so. */
    public Optional<String> rescoringFailure(Replay order) {
        return rescoring(order) == RescoringStatus.FAILED
                ? rescorings.apply(key(order)).map(Rescoring::getMessage)
                : Optional.empty();
    }

    private Stream<Replay> open(Collection<Replay> orders, Function<String, Optional<ReplayState>> states) {
        return orders.stream()
                .filter(order -> tasks.apply(order.getTaskId()).isPresent() && !isOrphaned(order))
                .filter(order -> states.apply(key(order))
                        .filter(state -> isOf(order, state) && hasEnded(state))
                        .isEmpty());
    }

    /** Done where nothing is to be rescored. */
    private RescoringStatus rescoring(Replay order) {
        if (order.getReward().isEmpty()) {
            return RescoringStatus.DONE;
        }
        return rescorings
                .apply(key(order))
                .filter(rescoring -> rescoring.getReplayId().equals(order.getReplayId()))
                .map(Rescoring::getStatus)
                .filter(status -> status != RescoringStatus.UNKNOWN)
                .orElse(RescoringStatus.RUNNING);
    }
}
