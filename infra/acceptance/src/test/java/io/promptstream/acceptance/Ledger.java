package io.promptstream.acceptance;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Keeps the books of a running system: reads on in its topics, what is committed and each record once. */
final class Ledger implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String taskId;
    private final TopicCatalogue topics;
    private final EventCodec codec;
    private final Admin admin;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Books books = new Books();
    private long deadLetters;

    /** @param taskId of the task whose policy's steps are kept */
    Ledger(KafkaAccess kafka, String taskId) {
        this.taskId = taskId;
        this.topics = kafka.topics();
        this.codec = kafka.codec();
        this.admin = kafka.admin();
        this.consumer = kafka.consumer();
        var read = List.of(
                topics.queries(),
                topics.promptProposals(),
                topics.taskOutputs(),
                topics.rewards(),
                topics.roundResults(),
                topics.policyHistory());
        this.partitions = Stream.concat(
                        read.stream(), topics.events().keySet().stream().map(topics::deadLetters))
                .map(Topic::name)
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads to the present ends of the topics, and so waits for transactions that are open there.
     *
     * @return how many records that were, without the steps of other tasks' policies
     */
    long readOn() {
        long records = 0;
        var ends = ends(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (var record : consumer.poll(POLL)) {
                records += enter(record) ? 1 : 0;
            }
        }
        return records;
    }

    /** Rewards that were written until now, committed or not; also what Kafka notes between them. */
    long rewardsWritten() {
        var rewards = partitions.stream()
                .filter(partition -> partition.topic().equals(topics.rewards().name()))
                .toList();
        return ends(rewards).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The ends of the logs, not of what is visible: behind an open transaction more may be hidden. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> logs) {
        var latest = logs.stream().collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        var offsets = admin.listOffsets(latest)
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return offsets.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    Books books() {
        return books;
    }

    /** Dead letters of all topics. */
    long deadLetters() {
        return deadLetters;
    }

    private boolean enter(ConsumerRecord<String, byte[]> record) {
        boolean copy = RecordCopier.isCopy(record.headers());
        var name = record.topic();
        if (name.equals(topics.queries().name())) {
            books.query(event(record, Query.class).getQueryId(), copy);
        } else if (name.equals(topics.promptProposals().name())) {
            books.proposal(event(record, PromptProposal.class), copy);
        } else if (name.equals(topics.taskOutputs().name())) {
            books.output(event(record, TaskOutput.class).getProposalId(), copy);
        } else if (name.equals(topics.rewards().name())) {
            books.reward(event(record, Reward.class), copy);
        } else if (name.equals(topics.roundResults().name())) {
            books.result(event(record, RoundResult.class), copy);
        } else if (name.equals(topics.policyHistory().name())) {
            var step = event(record, PolicyEvent.class);
            if (!step.getTaskId().equals(taskId)) {
                return false;
            }
            books.step(step);
        } else {
            deadLetters++;
        }
        return true;
    }

    private <T extends SpecificRecord> T event(ConsumerRecord<String, byte[]> record, Class<T> type) {
        return switch (codec.decode(record.topic(), record.value(), type)) {
            case Decoded.Event<T> good -> good.event();
            case Decoded.Unreadable<T> bad ->
                throw new IllegalStateException(
                        "%s-%d@%d: %s".formatted(record.topic(), record.partition(), record.offset(), bad.reason()));
        };
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
        codec.close();
    }
}
