package io.promptstream.simulation.node;

import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.PartitionLog;
import io.promptstream.simulation.log.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a process knows of a compacted topic: the newest committed event under each key, as far as it has read. */
public final class View<T> {
    private final Broker broker;
    private final String topic;
    private final Class<T> type;
    private final Map<String, T> events = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
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
                    broker.log(new TopicPartition(topic, partition)), positions[partition], key -> true, this::note);
        }
    }

    private void note(LogRecord record) {
        note(record, type, events);
        offsets.put(record.key(), record.offset());
    }

    private static <T> void note(LogRecord record, Class<T> type, Map<String, T> events) {
        // An order that is given again is a new one, and comes last.
        events.remove(record.key());
        if (record.value() != null) {
            events.put(record.key(), type.cast(record.value()));
        }
    }

    /** Where the topic has the newest record of this key, of which there is one. */
    long offset(String key) {
        return Objects.requireNonNull(offsets.get(key));
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
        read(broker.log(partition), 0, keys, record -> note(record, type, newest));
        return newest;
    }

    private static long read(PartitionLog log, long from, Predicate<String> keys, Consumer<LogRecord> each) {
        long position = from;
        for (LogRecord record = log.next(position); record != null; record = log.next(position)) {
            position = record.offset() + 1;
            if (keys.test(record.key())) {
                each.accept(record);
            }
        }
        return Math.max(position, log.stableEnd());
    }
}
