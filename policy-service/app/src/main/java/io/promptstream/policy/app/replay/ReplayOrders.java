package io.promptstream.policy.app.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.schemas.topic.CandidateKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The orders of replays, and how far the rescoring of recorded outputs has come for each. */
public final class ReplayOrders {
    private final CompactedTopic<Replay> orders;
    private final CompactedTopic<Rescoring> rescorings;

    ReplayOrders(CompactedTopic<Replay> orders, CompactedTopic<Rescoring> rescorings) {
        this.orders = orders;
        this.rescorings = rescorings;
    }

    /** The task's order of that name, if there is one now. */
    public Optional<Replay> find(String taskId, String name) {
        return orders.find(CandidateKeys.of(taskId, name));
    }

    /** The task's orders, oldest first. */
    public List<Replay> all(String taskId) {
        return orders.all().stream()
                .filter(order -> order.getTaskId().equals(taskId))
                .sorted(Comparator.comparing(Replay::getOrderedAt).thenComparing(Replay::getName))
                .toList();
    }

    /** How far the rescoring for this order has come, if it has begun. */
    public Optional<Rescoring> rescoring(Replay order) {
        return rescorings
                .find(CandidateKeys.of(order.getTaskId(), order.getName()))
                .filter(rescoring -> rescoring.getReplayId().equals(order.getReplayId()));
    }

    /** Whether the orders are as their topic has them behind the offset, or later. */
    boolean hasRead(int partition, long offset) {
        return orders.hasRead(partition, offset);
    }

    /** Whether both topics were read to the ends that they had at start; before that, what is missing means nothing. */
    public boolean ready() {
        return orders.ready() && rescorings.ready();
    }
}
