package io.promptstream.simulation.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How far a reader of committed records has come in each of its partitions. */
public final class Positions {
    private final Broker broker;
    private final Map<TopicPartition, Long> offsets =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));

    public Positions(Broker broker) {
        this.broker = broker;
    }

    public void seek(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
    }

    /** Only what is committed from now on is read of the partition. */
    public void seekToEnd(TopicPartition partition) {
        seek(partition, broker.log(partition).stableEnd());
    }

    /** Forgets the partitions that the condition holds for. */
    void forget(Predicate<TopicPartition> condition) {
        offsets.keySet().removeIf(condition);
    }

    boolean contain(TopicPartition partition) {
        return offsets.containsKey(partition);
    }

    int size() {
        return offsets.size();
    }

    /** Behind what was read. */
    Map<TopicPartition, Long> offsets() {
        return Map.copyOf(offsets);
    }

    /**
     * Reads on.
     *
     * @param from the partitions that the condition holds for
     * @param choice chooses among partitions that have records, as they reach a reader in any order
     */
    public List<LogRecord> read(Predicate<TopicPartition> from, int most, IntUnaryOperator choice) {
        List<LogRecord> records = new ArrayList<>();
        List<TopicPartition> readable = new ArrayList<>(offsets.keySet());
        readable.removeIf(from.negate());
        while (records.size() < most && !readable.isEmpty()) {
            int chosen = choice.applyAsInt(readable.size());
            LogRecord next = next(readable.get(chosen));
            if (next == null) {
                readable.remove(chosen);
            } else {
                records.add(next);
            }
        }
        return records;
    }

    private @Nullable LogRecord next(TopicPartition partition) {
        PartitionLog log = broker.log(partition);
        long position = offsets.getOrDefault(partition, 0L);
        LogRecord next = log.next(position);
        offsets.put(partition, next == null ? Math.max(position, log.stableEnd()) : next.offset() + 1);
        return next;
    }
}
