package io.promptstream.policy.app;

import static org.awaitility.Awaitility.await;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Replay;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the service reads and writes, under a prefix that no other test has; the services create the topics. */
public final class ServiceTopics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaEnvironment kafka;
    private final TopicCatalogue catalogue;
    private final EventCodec codec;

    ServiceTopics(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.catalogue = new TopicCatalogue(kafka.uniqueName("policy") + ".", RunningService.PARTITIONS);
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
    }

    TopicCatalogue catalogue() {
        return catalogue;
    }

    String prefix() {
        return catalogue.prefix();
    }

    ProducerRecord<String, byte[]> record(Topic topic, String key, SpecificRecord event) {
        return new ProducerRecord<>(topic.name(), key, codec.encode(topic.name(), event));
    }

    /** A record about a candidate of the task, which stands in the task's partition. */
    ProducerRecord<String, byte[]> candidateRecord(Topic topic, String taskId, String name, SpecificRecord event) {
        int partition = new TaskPartitions(topic.partitions()).of(taskId);
        return new ProducerRecord<>(
                topic.name(), partition, CandidateKeys.of(taskId, name), codec.encode(topic.name(), event));
    }

    /** Writes records to topics that are there. */
    void write(List<ProducerRecord<String, byte[]>> records) {
        kafka.produce(records);
    }

    /** Writes a value, whatever it is. */
    void write(Topic topic, String key, byte[] value) {
        kafka.produce(topic.name(), key, value);
    }

    /** Writes queries of one task. */
    void ask(String taskId, List<String> queryIds) {
        write(queryIds.stream()
                .map(id -> record(catalogue.queries(), id, TaskSamples.query(taskId, id)))
                .toList());
    }

    void learn(List<RoundResult> rounds) {
        write(rounds.stream()
                .map(round -> record(catalogue.roundResults(), round.getTaskId(), round))
                .toList());
    }

    /** All proposals, once there are so many. */
    List<PromptProposal> proposals(int count) {
        return decoded(kafka.consume(catalogue.promptProposals().name(), count, PATIENCE), PromptProposal.class);
    }

    /** All proposals of now. */
    List<PromptProposal> proposals() {
        return decoded(kafka.consumeAll(catalogue.promptProposals().name()), PromptProposal.class);
    }

    /** Records of {@code policy-snapshots}, whatever they hold. */
    List<ConsumerRecord<String, byte[]>> snapshotRecords() {
        return kafka.consumeAll(catalogue.policySnapshots().name());
    }

    /** All snapshots, where the topic holds nothing else. */
    List<PolicySnapshot> snapshots() {
        return decoded(snapshotRecords(), PolicySnapshot.class);
    }

    /** As {@link #snapshots}, once they are as new as the history: a service saves what it has learned after seconds. */
    List<PolicySnapshot> savedSnapshots() {
        return await().atMost(PATIENCE).until(this::snapshots, snapshots -> {
            Map<String, Long> saved = new HashMap<>();
            snapshots.stream()
                    .filter(snapshot -> snapshot.getCandidate().isEmpty())
                    .forEach(snapshot -> saved.put(snapshot.getTaskId(), snapshot.getVersion()));
            return history().stream().allMatch(step -> saved.getOrDefault(step.getTaskId(), -1L) >= step.getVersion());
        });
    }

    /** Everything that was ever put, in the order of the log; deletions are left out. */
    List<Task> tasks() {
        return decoded(
                kafka.consumeAll(catalogue.tasks().name()).stream()
                        .filter(record -> record.value() != null)
                        .sorted(Comparator.comparingLong(ConsumerRecord::offset))
                        .toList(),
                Task.class);
    }

    /** The steps of all policies. */
    List<PolicyEvent> history() {
        return decoded(kafka.consumeAll(catalogue.policyHistory().name()), PolicyEvent.class);
    }

    /** The task as its policy began with it. */
    Task begun(String taskId) {
        return history().stream()
                .filter(step -> step.getTaskId().equals(taskId))
                .findFirst()
                .flatMap(PolicyEvent::getTask)
                .orElseThrow();
    }

    /** The steps in which candidates were promoted. */
    List<PolicyEvent> promotions() {
        return history().stream()
                .filter(step -> step.getKind() == PolicyEventKind.PROMOTED)
                .toList();
    }

    /** The orders of replays, once there are so many. */
    List<Replay> replays(int count) {
        return decoded(kafka.consume(catalogue.replays().name(), count, PATIENCE), Replay.class);
    }

    /** The requests to check tasks, once there are so many. */
    List<TaskCheck> checks(int count) {
        return decoded(kafka.consume(catalogue.taskChecks().name(), count, PATIENCE), TaskCheck.class);
    }

    /** Why records of the topic became dead letters, once there are so many. */
    List<String> reasons(Topic source, int count) {
        return kafka.consume(catalogue.deadLetters(source).name(), count, PATIENCE).stream()
                .map(record -> Objects.requireNonNull(record.headers().lastHeader(DeadLetters.REASON)))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The dead letters of all topics. */
    List<ConsumerRecord<String, byte[]>> deadLetters() {
        return catalogue.events().keySet().stream()
                .map(catalogue::deadLetters)
                .flatMap(topic -> kafka.consumeAll(topic.name()).stream())
                .toList();
    }

    private <T extends SpecificRecord> List<T> decoded(List<ConsumerRecord<String, byte[]>> records, Class<T> type) {
        return records.stream()
                .map(record -> ((Decoded.Event<T>) codec.decode(record.topic(), record.value(), type)).event())
                .toList();
    }

    @Override
    public void close() {
        codec.close();
    }
}
