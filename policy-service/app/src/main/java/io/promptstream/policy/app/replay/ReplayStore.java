package io.promptstream.policy.app.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.Deadline;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.topic.CandidateKeys;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** Gives and withdraws the orders of replays, and finds how far each has come. */
@Singleton
public final class ReplayStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final ReplayOrders orders;
    private final ReplayStates states;
    private final ReplayWriter writer;

    ReplayStore(ReplayOrders orders, ReplayStates states, ReplayWriter writer) {
        this.orders = orders;
        this.states = states;
        this.writer = writer;
    }

    /**
     * Gives an order and returns when this instance sees it itself. Refuses the request where the name is taken: by an
     * order, or by what is left of one that is being cancelled.
     */
    synchronized Replay put(Replay order) {
        requireReady();
        String taskId = order.getTaskId();
        if (states.find(taskId, order.getName()).isEmpty()) {
            requireRoom(order, "name");
            if (writer.give(order, /* replace= */ false)) {
                return order;
            }
        }
        throw RequestException.conflict(
                "name",
                ("is \"%s\", which is taken; write another one, or take it away first with"
                                + " 'promptstream replays --task %s --name %s --cancel'")
                        .formatted(order.getName(), taskId, order.getName()));
    }

    /** As {@link #put}, but takes the place of an order of that name, whose candidate is made again. */
    public synchronized Replay replace(Replay order) {
        requireReady();
        requireRoom(order, "id");
        writer.give(order, /* replace= */ true);
        return order;
    }

    private void requireRoom(Replay order, String field) {
        long others = orders.all(order.getTaskId()).stream()
                .filter(known -> !known.getName().equals(order.getName()))
                .count();
        if (others >= CandidateKeys.MOST_CANDIDATES) {
            throw RequestException.conflict(
                    field,
                    "the task has %d replays, and no more may be; 'promptstream replays --task %s --name NAME --cancel' forgets one"
                            .formatted(others, order.getTaskId()));
        }
    }

    List<Replay> all(String taskId) {
        requireReady();
        return orders.all(taskId);
    }

    /** The task's order of that name; refuses the request if there is none. */
    Replay get(String taskId, String name) {
        requireReady();
        return orders.find(taskId, name)
                .orElseThrow(() -> RequestException.notFound(
                        "name",
                        "%s is not known among the replays of task %s; 'promptstream replays --task %s' lists them"
                                .formatted(name, taskId, taskId)));
    }

    /** How far the order has come; nothing before it has begun. */
    Optional<ReplayState> state(Replay order) {
        return states.find(order.getTaskId(), order.getName()).filter(state -> ReplayQueue.isOf(order, state));
    }

    Optional<Rescoring> rescoring(Replay order) {
        return orders.rescoring(order);
    }

    /**
     * Withdraws an order.
     *
     * @return whether everything that is kept of it is gone
     */
    boolean delete(String taskId, String name) {
        get(taskId, name);
        writer.withdraw(taskId, name);
        return gone(taskId, name);
    }

    private void requireReady() {
        if (!orders.ready() || !states.ready()) {
            throw new KafkaException("the replays are still being read");
        }
    }

    private boolean gone(String taskId, String name) {
        Deadline deadline = Deadline.in(PATIENCE);
        try {
            while (states.find(taskId, name).isPresent()) {
                if (deadline.isOver()) {
                    return false;
                }
                Thread.sleep(PAUSE);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
