package io.promptstream.benchmark.live;

import io.promptstream.kafka.TopicReader;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** What a running system has written to its topics. */
public final class EventLog {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private EventLog() {}

    /** Committed events up to the present ends, each partition in its order. */
    public static <T extends SpecificRecord> List<T> read(KafkaAccess kafka, Topic topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        read(kafka, topic, type, Instant.EPOCH, events::add);
        return events;
    }

    /** Hands over the committed events since a time up to the present ends, each partition in its order. */
    public static <T extends SpecificRecord> void read(
            KafkaAccess kafka, Topic topic, Class<T> type, Instant since, Consumer<T> each) {
        try (TopicReader reader = TopicReader.fromBeginning(kafka.consumer(), topic.name());
                EventCodec codec = kafka.codec()) {
            reader.readTo(reader.ends(), PATIENCE, record -> {
                if (record.timestamp() >= since.toEpochMilli()
                        && codec.decode(record.topic(), record.value(), type) instanceof Decoded.Event<T> decoded) {
                    each.accept(decoded.event());
                }
            });
        }
    }
}
