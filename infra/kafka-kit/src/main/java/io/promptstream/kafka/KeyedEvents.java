package io.promptstream.kafka;

import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How to read the records of a compacted topic: each holds an event under the key that the event names itself, or deletes
 * the event of its key.
 *
 * @param keyField name of the field that the key repeats, for messages
 * @param key value of that field
 */
public record KeyedEvents<T extends SpecificRecord>(
        EventCodec codec, Class<T> type, String keyField, Function<T, String> key) implements KeyedRecords<T> {

    @Override
    public Optional<String> apply(ConsumerRecord<String, byte[]> record, Map<String, T> newest) {
        if (record.value() == null) {
            if (record.key() != null) {
                newest.remove(record.key());
            }
            return Optional.empty();
        }
        return switch (codec.decode(record.topic(), record.value(), type)) {
            case Decoded.Event<T> decoded -> put(record.key(), decoded.event(), newest);
            case Decoded.Unreadable<T> unreadable -> Optional.of(unreadable.reason());
        };
    }

    private Optional<String> put(String recordKey, T event, Map<String, T> newest) {
        String named = key.apply(event);
        if (!named.equals(recordKey)) {
            return Optional.of("The key is \"%s\" but the %s is \"%s\": write the %s as key"
                    .formatted(recordKey, keyField, named, keyField));
        }
        if (!CandidateKeys.isKey(named)) {
            return Optional.of("The %s is none: write ids and names of 1 to 64 lower-case letters, digits and hyphens"
                    .formatted(keyField));
        }
        newest.put(named, event);
        return Optional.empty();
    }
}
