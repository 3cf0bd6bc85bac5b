package io.promptstream.local.connection;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.local.display.CommandException;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks up the newest event of a task in a compacted topic. */
public final class TopicReader {

    /** Snapshots are large: the newest ones are enough, unless other tasks have written more than this since. */
    private static final long TAIL = 40;

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaAccess kafka;

    public TopicReader(KafkaAccess kafka) {
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
        try (var consumer = kafka.consumer();
                var codec = kafka.codec()) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            if (tail.isPresent()) {
                var starts = consumer.beginningOffsets(partitions);
                partitions.forEach(partition -> consumer.seek(
                        partition,
                        Math.max(
                                starts.getOrDefault(partition, 0L),
                                ends.getOrDefault(partition, 0L) - tail.getAsLong())));
            }
            byte @Nullable [] value = null;
            while (!reached(consumer, partitions, ends)) {
                for (var record : consumer.poll(POLL)) {
                    value = key.equals(record.key()) ? record.value() : value;
                }
            }
            return value == null ? Optional.empty() : Optional.of(decoded(codec, topic, value, type));
        }
    }

    private static boolean reached(
            KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    private static <T extends SpecificRecord> T decoded(EventCodec codec, Topic topic, byte[] value, Class<T> type) {
        return switch (codec.decode(topic.name(), value, type)) {
            case Decoded.Event<T> good -> good.event();
            case Decoded.Unreadable<T> bad -> throw new CommandException("Topic " + topic.name() + ": " + bad.reason());
        };
    }
}
