package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.Task;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which orders are to be followed, and in which order: the oldest first, one at a time. */
public final class ReplayQueue {
    /** An order may be seen before its task, because they travel on different topics. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<String, Optional<Task>> tasks;
    private final Function<String, Optional<Rescoring>> rescorings;
    private final Clock clock;

    /**
     * @param tasks finds a task by its id
     * @param rescorings finds by its key how far the scoring anew has come
     */
    public ReplayQueue(
            Function<String, Optional<Task>> tasks, Function<String, Optional<Rescoring>> rescorings, Clock clock) {
        this.tasks = tasks;
        this.rescorings = rescorings;
        this.clock = clock;
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

    /** Whether the order's task was deleted since: one that was put anew under the same id is another. */
    public boolean isForsaken(Replay order) {
        Optional<Task> task = tasks.apply(order.getTaskId());
        return task.map(known -> known.getCreatedAt().isAfter(order.getOrderedAt()))
                .orElseGet(() -> order.getOrderedAt().plus(PATIENCE).isBefore(clock.instant()));
    }

    /**
     * The order to be followed next, if any can be.
     *
     * @param states finds by its key how far a replay has come
     */
    public Optional<Replay> next(Collection<Replay> orders, Function<String, Optional<ReplayState>> states) {
        return open(orders, states)
                .filter(order -> rescoring(order) != RescoringStatus.RUNNING)
                .findFirst();
    }

    /** Orders whose recorded outputs are being scored anew. */
    public List<Replay> waiting(Collection<Replay> orders, Function<String, Optional<ReplayState>> states) {
        return open(orders, states)
                .filter(order -> rescoring(order) == RescoringStatus.RUNNING)
                .toList();
    }

    /** Why the order's recorded outputs could not be scored anew, if so. */
    public Optional<String> rescoringFailure(Replay order) {
        return rescoring(order) == RescoringStatus.FAILED
                ? rescorings.apply(key(order)).map(Rescoring::getMessage)
                : Optional.empty();
    }

    private Stream<Replay> open(Collection<Replay> orders, Function<String, Optional<ReplayState>> states) {
        return orders.stream()
                .filter(order -> tasks.apply(order.getTaskId()).isPresent() && !isForsaken(order))
                .filter(order -> states.apply(key(order))
                        .filter(state -> isOf(order, state) && hasEnded(state))
                        .isEmpty())
                .sorted(Comparator.comparing(Replay::getOrderedAt).thenComparing(ReplayQueue::key));
    }

    /** Done where nothing is to be scored anew. */
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
