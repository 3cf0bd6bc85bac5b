package io.promptstream.simulation.log;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/** A member of a group that reads committed records. */
public final class Consumer {
    private final Group group;
    private final Listener listener;
    private final long member;
    private final Set<Integer> owned = new TreeSet<>();
    private final Positions positions;

    /** Told of partitions by their numbers, which stand for those of all topics. */
    public interface Listener {
        /** Partitions are given away; what is open may still be committed. */
        void revoked(Set<Integer> partitions);

        void assigned(Set<Integer> partitions);

        /** Whether records of the partition may be handed out; asked when its position is known. */
        boolean isReady(int partition);
    }

    public Consumer(Broker broker, Group group, Listener listener) {
        this.positions = new Positions(broker);
        this.group = group;
        this.listener = listener;
        this.member = group.join();
    }

    public Group group() {
        return group;
    }

    public long member() {
        return member;
    }

    public Set<Integer> owned() {
        return owned;
    }

    /** Leaves the group. */
    public void close() {
        group.leave(member);
    }

    /**
     * Takes part in a rebalance if there is one, and reads.
     *
     * @param choice chooses among partitions that have records, as they reach a consumer in any order
     * @throws FencedException if the group has given this member up
     */
    public List<LogRecord> poll(int most, IntUnaryOperator choice) {
        rebalance();
        fetchPositions();
        Set<Integer> ready = new TreeSet<>(owned);
        ready.removeIf(number -> !isPositioned(number) || !listener.isReady(number));
        return positions.read(partition -> ready.contains(partition.partition()), most, choice);
    }

    private void rebalance() {
        Group.Rebalance rebalance = group.rebalance(member);
        if (!rebalance.revoked().isEmpty()) {
            listener.revoked(rebalance.revoked());
            owned.removeAll(rebalance.revoked());
            positions.forget(partition -> rebalance.revoked().contains(partition.partition()));
        }
        group.took(member, rebalance);
        if (!rebalance.assigned().isEmpty()) {
            owned.addAll(rebalance.assigned());
            listener.assigned(rebalance.assigned());
        }
    }

    /** Where nothing was committed yet, a partition is read from its beginning. */
    private void fetchPositions() {
        for (int number : owned) {
            for (String topic : group.topics()) {
                TopicPartition partition = new TopicPartition(topic, number);
                if (!positions.contain(partition)) {
                    OptionalLong committed = group.committed(partition);
                    committed.ifPresent(offset -> positions.seek(partition, offset));
                }
            }
        }
    }

    /** Whether every position is known, so that no transaction on the group's offsets of these partitions is open. */
    public boolean isPositioned() {
        return positions.size() == owned.size() * group.topics().size();
    }

    public boolean isPositioned(int number) {
        return group.topics().stream().allMatch(topic -> positions.contain(new TopicPartition(topic, number)));
    }

    public void seek(TopicPartition partition, long offset) {
        positions.seek(partition, offset);
    }

    /** Behind what was handed out. */
    public Map<TopicPartition, Long> positions() {
        return positions.offsets();
    }
}
