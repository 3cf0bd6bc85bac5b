package io.promptstream.simulation.check;

import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The committed log.
 *
 * @param repeated header of records that others have written once more
 */
public record Committed(Broker broker, String repeated) {
    /** All events of a topic, repeated ones too. */
    <T> List<T> all(String topic, Class<T> type) {
        return events(broker.committed(topic).stream(), type);
    }

    /** What the services themselves have written. */
    <T> List<T> written(String topic, Class<T> type) {
        return events(
                broker.committed(topic).stream()
                        .filter(record -> !record.headers().containsKey(repeated)),
                type);
    }

    /** What stands under each key of a topic, by partition and key. */
    <T> Map<String, T> newest(String topic, Class<T> type) {
        Map<String, T> newest = new LinkedHashMap<>();
        for (LogRecord record : broker.committed(topic)) {
            newest.remove(record.partition().partition() + " " + record.key());
            if (record.value() != null) {
                newest.put(record.partition().partition() + " " + record.key(), type.cast(record.value()));
            }
        }
        return newest;
    }

    private static <T> List<T> events(Stream<LogRecord> records, Class<T> type) {
        return records.map(LogRecord::value)
                .filter(Objects::nonNull)
                .map(type::cast)
                .toList();
    }

    static <T, K> Map<K, Integer> count(List<T> events, Function<T, K> key) {
        Map<K, Integer> counts = new LinkedHashMap<>();
        events.forEach(event -> counts.merge(key.apply(event), 1, Integer::sum));
        return counts;
    }
}
