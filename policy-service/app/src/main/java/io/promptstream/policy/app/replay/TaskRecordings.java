package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.TopicClients;
import io.promptstream.policy.replay.EventLog;
import io.promptstream.policy.replay.Recordings;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the topics have recorded of one task. */
final class TaskRecordings implements Recordings {
    /** Bounds what is in memory: so many records, and so much that is fetched ahead. */
    private static final Map<String, Object> BOUNDS =
            Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);

    private final TopicClients clients;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final String taskId;
    private final int partition;
    private final Function<String, Optional<Rescoring>> rescorings;

    /** @param rescorings finds by task and name of a replay how far its rescoring is */
    TaskRecordings(
            TopicClients clients,
            EventCodec codec,
            TopicCatalogue topics,
            String taskId,
            int partition,
            Function<String, Optional<Rescoring>> rescorings) {
        this.clients = clients;
        this.codec = codec;
        this.topics = topics;
        this.taskId = taskId;
        this.partition = partition;
        this.rescorings = rescorings;
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public String roundResults() {
        return topics.roundResults().name();
    }

    @Override
    public String rescored(String replay) {
        return topics.rescoredRoundResults(taskId, replay).name();
    }

    @Override
    public Optional<Instant> rescoringBegan(String replay) {
        return rescorings.apply(CandidateKeys.of(taskId, replay)).map(Rescoring::getStartedAt);
    }

    @Override
    public Bounds rounds(String topic) {
        return bounds(topic);
    }

    @Override
    public Bounds history() {
        return bounds(topics.policyHistory().name());
    }

    @Override
    public EventLog<RoundResult> rounds(String topic, Bounds range) {
        return log(topic, roundResults(), range, RoundResult.class);
    }

    @Override
    public EventLog<PolicyEvent> history(Bounds range) {
        String topic = topics.policyHistory().name();
        return log(topic, topic, range, PolicyEvent.class);
    }

    private <T extends SpecificRecord> EventLog<T> log(String topic, String subject, Bounds range, Class<T> type) {
        return new KafkaEventLog<>(
                clients.reader(BOUNDS),
                new TopicPartition(topic, partition),
                range,
                new KafkaEventLog.Events<>(codec, subject, type, taskId));
    }

    /** From the first record to the last stable offset: what open transactions hold is not there yet. */
    private Bounds bounds(String topic) {
        TopicPartition assigned = new TopicPartition(topic, partition);
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        try (Admin admin = clients.admin()) {
            return new Bounds(
                    admin.listOffsets(Map.of(assigned, OffsetSpec.earliest()), committed)
                            .partitionResult(assigned)
                            .get()
                            .offset(),
                    admin.listOffsets(Map.of(assigned, OffsetSpec.latest()), committed)
                            .partitionResult(assigned)
                            .get()
                            .offset());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException("there is no topic " + topic, e);
            }
            throw new KafkaException("cannot ask for the bounds of " + assigned, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for the bounds of " + assigned, e);
        }
    }
}
