package io.promptstream.policy.app.evaluate;

import io.promptstream.event.RoundResult;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.TopicReader;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.evaluation.LogPosition;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the committed round results of one task, with a consumer of its own. Thread-safe. */
@Singleton
public final class RoundResultReader {
    /** Without any record in so long, the brokers are taken to be away. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final EventCodec codec;
    private final TopicCatalogue topics;

    RoundResultReader(KafkaClients clients, EventCodec codec, TopicCatalogue topics) {
        this.clients = clients;
        this.codec = codec;
        this.topics = topics;
    }

    /**
     * What was read.
     *
     * @param fromOffset of the first record
     * @param toOffset behind the last one
     * @param unreadable records that hold no round result
     */
    public record Range(String topic, int partition, long fromOffset, long toOffset, long unreadable) {}

    /**
     * Hands over the task's round results of a range, in order.
     *
     * @throws KafkaException if the brokers do not answer
     */
    public Range read(String taskId, LogPosition from, LogPosition to, java.util.function.Consumer<RoundResult> each) {
        TopicPartition partition =
                new TopicPartition(topics.roundResults().name(), new TaskPartitions(topics.partitions()).of(taskId));
        try (TopicReader reader = TopicReader.fromBeginning(clients.briefReader(), Set.of(partition))) {
            long first = offset(reader, partition, from);
            long end = Math.max(first, offset(reader, partition, to));
            AtomicLong unreadable = new AtomicLong();
            reader.seek(partition, first);
            reader.readTo(Map.of(partition, end), PATIENCE, record -> {
                if (record.offset() < end && taskId.equals(record.key()) && !handOver(record, each)) {
                    unreadable.incrementAndGet();
                }
            });
            return new Range(partition.topic(), partition.partition(), first, end, unreadable.get());
        }
    }

    private boolean handOver(ConsumerRecord<String, byte[]> record, java.util.function.Consumer<RoundResult> each) {
        if (record.value() == null) {
            return false;
        }
        return switch (codec.decode(record.topic(), record.value(), RoundResult.class)) {
            case Decoded.Event<RoundResult> decoded -> {
                boolean mine = decoded.event().getTaskId().equals(record.key());
                if (mine) {
                    each.accept(decoded.event());
                }
                yield mine;
            }
            case Decoded.Unreadable<RoundResult> unreadable -> false;
        };
    }

    /** Within what the partition holds and is committed. */
    private static long offset(TopicReader reader, TopicPartition partition, LogPosition position) {
        long beginning = reader.beginnings().getOrDefault(partition, 0L);
        Map<TopicPartition, Long> ends = reader.ends();
        long end = ends.getOrDefault(partition, 0L);
        return switch (position) {
            case LogPosition.Beginning beginningAsked -> beginning;
            case LogPosition.End endAsked -> end;
            case LogPosition.Offset asked -> Math.clamp(asked.offset(), beginning, end);
            case LogPosition.Time asked ->
                Math.clamp(reader.offsetsSince(asked.instant(), ends).getOrDefault(partition, end), beginning, end);
        };
    }
}
