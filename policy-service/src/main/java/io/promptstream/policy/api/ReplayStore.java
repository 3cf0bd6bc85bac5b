package io.promptstream.policy.api;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Rescoring;
import io.promptstream.policy.kafka.EventPublisher;
import io.promptstream.policy.kafka.EventPublisher.Keyed;
import io.promptstream.policy.kafka.ReplayOrders;
import io.promptstream.policy.kafka.ReplayStates;
import io.promptstream.policy.kafka.TaskPartitions;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Gives and withdraws the orders of replays, and finds how far each has come. */
@Singleton
final class ReplayStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final ReplayOrders orders;
    private final ReplayStates states;
    private final EventPublisher publisher;
    private final TaskPartitions partitions;
    private final String topic;
    private final Clock clock;

    ReplayStore(
            ReplayOrders orders, ReplayStates states, EventPublisher publisher, TopicCatalogue topics, Clock clock) {
        this.orders = orders;
        this.states = states;
        this.publisher = publisher;
        this.partitions = new TaskPartitions(topics.replays().partitions());
        this.topic = topics.replays().name();
        this.clock = clock;
    }

    /**
     * Gives an order and returns when this instance sees it itself. Refuses the request where the name is taken: by an
     * order, or by what is left of one that is being cancelled.
     */
    synchronized Replay put(Replay order) {
        requireReady();
        String taskId = order.getTaskId();
        if (orders.find(taskId, order.getName()).isPresent()
                || states.find(taskId, order.getName()).isPresent()) {
            throw RequestException.conflict(
                    "name",
                    ("is \"%s\", which is taken; write another one, or take it away first with"
                                    + " 'promptstream replays --task %s --name %s --cancel'")
                            .formatted(order.getName(), taskId, order.getName()));
        }
        requireRoom(order, "name");
        return give(order);
    }

    /** As {@link #put}, but takes the place of an order of that name, whose candidate is made anew. */
    synchronized Replay replace(Replay order) {
        requireReady();
        requireRoom(order, "id");
        return give(order);
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

    private Replay give(Replay order) {
        publish(order.getTaskId(), order.getName(), order);
        await(() -> orders.find(order.getTaskId(), order.getName())
                .filter(order::equals)
                .isPresent());
        return order;
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
    synchronized boolean delete(String taskId, String name) {
        get(taskId, name);
        publish(taskId, name, null);
        try {
            await(() -> orders.find(taskId, name).isEmpty()
                    && states.find(taskId, name).isEmpty());
            return true;
        } catch (KafkaException e) {
            return false;
        }
    }

    private void publish(String taskId, String name, @Nullable Replay order) {
        publisher.publish(
                topic, List.of(new Keyed(CandidateKeys.of(taskId, name), order, partitions.of(taskId), null)));
    }

    private void requireReady() {
        if (!orders.ready() || !states.ready()) {
            throw new KafkaException("the replays are still being read");
        }
    }

    private void await(BooleanSupplier condition) {
        Instant deadline = clock.instant().plus(PATIENCE);
        try {
            while (!condition.getAsBoolean()) {
                if (clock.instant().isAfter(deadline)) {
                    throw new KafkaException("the order was published but not followed within " + PATIENCE);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the order to be followed", e);
        }
    }
}
