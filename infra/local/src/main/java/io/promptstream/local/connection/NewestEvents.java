package io.promptstream.local.connection;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.kafka.TopicReader;
import io.promptstream.local.display.CommandException;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Looks up the newest event of a task in a compacted topic. */
public final class NewestEvents {

    /** Snapshots are large: the newest ones are enough, unless other tasks have written more than this since. */
    private static final long TAIL = 40;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaAccess kafka;

    public NewestEvents(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /**
     * The task as it is registered now.
     *
     * @throws CommandException if there is no such task
     */
    public Task task(String taskId) {
        return newest(kafka.topics().tasks(), taskId, Task.class, OptionalLong.empty())
                .orElseThrow(() -> new CommandException("There is no task '" + taskId
                        + "': see 'promptstream task list', or register it with 'task apply'"));
    }

    /** The newest state of the task's policy; empty before the first. */
    public Optional<PolicySnapshot> snapshot(String taskId) {
        var topic = kafka.topics().policySnapshots();
        return newest(topic, taskId, PolicySnapshot.class, OptionalLong.of(TAIL))
                .or(() -> newest(topic, taskId, PolicySnapshot.class, OptionalLong.empty()));
    }

    private <T extends SpecificRecord> Optional<T> newest(Topic topic, String key, Class<T> type, OptionalLong tail) {
        try (var reader = TopicReader.fromBeginning(kafka.consumer(), topic.name());
                var codec = kafka.codec()) {
            var ends = reader.ends();
            if (tail.isPresent()) {
                reader.beginnings()
                        .forEach((partition, start) -> reader.seek(
                                partition, Math.max(start, ends.getOrDefault(partition, 0L) - tail.getAsLong())));
            }
            var value = new AtomicReference<byte @Nullable []>();
            reader.readTo(ends, PATIENCE, record -> {
                if (key.equals(record.key())) {
                    value.set(record.value());
                }
            });
            return Optional.ofNullable(value.get()).map(found -> decoded(codec, topic, found, type));
        }
    }

    private static <T extends SpecificRecord> T decoded(EventCodec codec, Topic topic, byte[] value, Class<T> type) {
        return switch (codec.decode(topic.name(), value, type)) {
            case Decoded.Event<T> good -> good.event();
            case Decoded.Unreadable<T> bad -> throw new CommandException("Topic " + topic.name() + ": " + bad.reason());
        };
    }
}
