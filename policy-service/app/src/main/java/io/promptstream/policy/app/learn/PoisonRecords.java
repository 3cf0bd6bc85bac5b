package io.promptstream.policy.app.learn;

import io.promptstream.kafka.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that have ended a loop's body, for the bodies after it. Belongs to the loop's thread. */
final class PoisonRecords {
    private static final int MOST_REMEMBERED = 1_000;

    private final Map<Place, Rejection> rejections = new LinkedHashMap<>();

    private record Place(String topic, int partition, long offset) {
        private static Place of(ConsumerRecord<?, ?> record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }

    void add(ConsumerRecord<?, ?> record, Rejection rejection) {
        rejections.put(Place.of(record), rejection);
        if (rejections.size() > MOST_REMEMBERED) {
            rejections.remove(rejections.keySet().iterator().next());
        }
    }

    /** Why the record has ended a body, if it has. */
    Optional<Rejection> of(ConsumerRecord<?, ?> record) {
        return Optional.ofNullable(rejections.get(Place.of(record)));
    }
}
