package io.promptstream.policy.app.policies;

import io.promptstream.event.PolicyEvent;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.TopicReader;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the last steps of a task's policy from the end of the history backwards, part by part. Thread-safe. */
@Singleton
public final class PolicyHistory {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PART = 500;
    /** Other tasks share the partition: one that has rested for long is not searched for without end. */
    private static final long FARTHEST = 50_000;

    private final KafkaClients clients;
    private final EventCodec codec;
    private final String topic;
    private final TaskPartitions partitions;

    PolicyHistory(KafkaClients clients, EventCodec codec, TopicCatalogue topics) {
        this.clients = clients;
        this.codec = codec;
        this.topic = topics.policyHistory().name();
        this.partitions = new TaskPartitions(topics.policyHistory().partitions());
    }

    /**
     * The newest steps, oldest first, without the snapshots that promotions hold.
     *
     * @param limit at most so many
     */
    public List<PolicyEvent> last(String taskId, int limit) {
        TopicPartition partition = new TopicPartition(topic, partitions.of(taskId));
        List<PolicyEvent> steps = new ArrayList<>();
        try (TopicReader reader = TopicReader.fromBeginning(clients.briefReader(), Set.of(partition))) {
            long newest = reader.ends().getOrDefault(partition, 0L);
            long oldest = Math.max(reader.beginnings().getOrDefault(partition, 0L), newest - FARTHEST);
            for (long end = newest; end > oldest && steps.size() < limit; end = Math.max(oldest, end - PART)) {
                steps.addAll(0, read(reader, partition, Math.max(oldest, end - PART), end, taskId));
            }
        }
        return List.copyOf(steps.subList(Math.max(0, steps.size() - limit), steps.size()));
    }

    private List<PolicyEvent> read(TopicReader reader, TopicPartition partition, long from, long end, String taskId) {
        List<PolicyEvent> steps = new ArrayList<>();
        reader.seek(partition, from);
        reader.readTo(Map.of(partition, end), PATIENCE, record -> {
            if (record.offset() < end && taskId.equals(record.key())) {
                step(record).ifPresent(steps::add);
            }
        });
        return steps;
    }

    private Optional<PolicyEvent> step(ConsumerRecord<String, byte[]> record) {
        return switch (codec.decode(record.topic(), record.value(), PolicyEvent.class)) {
            case Decoded.Event<PolicyEvent> decoded ->
                Optional.of(PolicyEvent.newBuilder(decoded.event())
                        .setSnapshot(null)
                        .build());
            // Nobody but the learner writes here; what is not a step cannot be shown.
            case Decoded.Unreadable<PolicyEvent> unreadable -> Optional.empty();
        };
    }
}
