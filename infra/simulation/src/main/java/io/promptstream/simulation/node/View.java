package io.promptstream.simulation.node;

import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.PartitionLog;
import io.promptstream.simulation.log.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a process knows of a compacted topic: the newest committed event under each key, as far as it has read. */
public final class View<T> {
    private final Broker broker;
    private final String topic;
    private final Class<T> type;
    private final Map<String, T> events = new LinkedHashMap<>();
    private final long[] positions;

    View(Broker broker, String topic, Class<T> type) {
        this.broker = broker;
        this.topic = topic;
        this.type = type;
        this.positions = new long[broker.partitions()];
    }

    /** Reads to the end. */
    public void catchUp() {
        for (int partition = 0; partition < positions.length; partition++) {
            positions[partition] = read(
                    broker.log(new TopicPartition(topic, partition)), positions[partition], type, events, key -> true);
        }
    }

    public Optional<T> find(String key) {
        return Optional.ofNullable(events.get(key));
    }

    public Collection<T> all() {
        return events.values();
    }

    /** The newest committed events of one partition, under the keys that the condition holds for. */
    static <T> Map<String, T> load(Broker broker, TopicPartition partition, Class<T> type, Predicate<String> keys) {
        Map<String, T> newest = new LinkedHashMap<>();
        read(broker.log(partition), 0, type, newest, keys);
        return newest;
    }

    private static <T> long read(
            PartitionLog log, long from, Class<T> type, Map<String, T> events, Predicate<String> keys) {
        long position = from;
        for (LogRecord record = log.next(position); record != null; record = log.next(position)) {
            position = record.offset() + 1;
            if (keys.test(record.key())) {
                // An order that is given again is a new one, and comes last.
                events.remove(record.key());
                if (record.value() != null) {
                    events.put(record.key(), type.cast(record.value()));
                }
            }
        }
        return Math.max(position, log.stableEnd());
    }
}
