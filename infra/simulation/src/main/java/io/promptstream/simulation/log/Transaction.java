package io.promptstream.simulation.log;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One transaction. Its end is decided at once, but reaches the partitions and groups that took part one after the other,
 * each by a marker: so a reader may see a part of it before the rest.
 */
final class Transaction {
    enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private final String producer;
    private final long beganAt;
    private final Set<PartitionLog> partitions = new LinkedHashSet<>();
    private final Map<Group, Map<TopicPartition, Long>> offsets = new LinkedHashMap<>();
    private State state = State.OPEN;

    /** @param beganAt in milliseconds of the broker's time */
    Transaction(String producer, long beganAt) {
        this.producer = producer;
        this.beganAt = beganAt;
    }

    String producer() {
        return producer;
    }

    long beganAt() {
        return beganAt;
    }

    State state() {
        return state;
    }

    void wrote(PartitionLog partition) {
        partitions.add(partition);
    }

    void consumed(Group group, Map<TopicPartition, Long> positions) {
        offsets.computeIfAbsent(group, of -> new LinkedHashMap<>()).putAll(positions);
        group.awaits(this, positions.keySet());
    }

    void decide(boolean commits) {
        state = commits ? State.COMMITTED : State.ABORTED;
    }

    /** Writes one marker that is missing; false if none was. */
    boolean mark(int choice) {
        int missing = partitions.size() + offsets.size();
        if (missing == 0) {
            return false;
        }
        int chosen = choice % missing;
        if (chosen < partitions.size()) {
            PartitionLog partition =
                    partitions.stream().skip(chosen).findFirst().orElseThrow();
            partitions.remove(partition);
            partition.mark(this);
        } else {
            Group group = offsets.keySet().stream()
                    .skip(chosen - partitions.size())
                    .findFirst()
                    .orElseThrow();
            Map<TopicPartition, Long> positions = Objects.requireNonNull(offsets.remove(group));
            group.settle(this, state == State.COMMITTED ? positions : Map.of());
        }
        return true;
    }

    boolean isMarked() {
        return partitions.isEmpty() && offsets.isEmpty();
    }
}
