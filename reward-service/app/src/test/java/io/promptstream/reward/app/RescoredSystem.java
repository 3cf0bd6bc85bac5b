package io.promptstream.reward.app;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.RecordedPartition;
import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The topics of one system with one task, and what a test writes and finds there. */
final class RescoredSystem implements AutoCloseable {
    private final KafkaEnvironment kafka;
    private final TopicCatalogue topics;
    private final EventCodec codec;

    /** A record to write. */
    record Written(ProducerRecord<String, byte[]> record) {
        Written at(Instant time) {
            return new Written(new ProducerRecord<>(
                    record.topic(), record.partition(), time.toEpochMilli(), record.key(), record.value()));
        }
    }

    RescoredSystem(KafkaEnvironment kafka, Task task) {
        this.kafka = kafka;
        this.topics = new TopicCatalogue(kafka.uniqueName("rescored") + ".", 4);
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
        try (Admin admin = admin()) {
            new TopicAdmin(admin).ensure(topics.all(), (short) 1);
        }
        kafka.produce(List.of(record(topics.tasks(), task.getTaskId(), task).record()));
    }

    TopicCatalogue topics() {
        return topics;
    }

    RunningService start(Path stateDir) {
        return new RunningService(kafka, topics.prefix(), stateDir, "only").awaitUp();
    }

    Written query(Query query) {
        return record(topics.queries(), query.getQueryId(), query);
    }

    Written proposal(PromptProposal proposal) {
        return record(topics.promptProposals(), proposal.getQueryId(), proposal);
    }

    Written output(TaskOutput output) {
        return record(topics.taskOutputs(), output.getQueryId(), output);
    }

    Written feedback(Feedback feedback) {
        return record(topics.feedback(), feedback.getQueryId(), feedback);
    }

    Written garbage() {
        return new Written(new ProducerRecord<>(topics.taskOutputs().name(), "garbage", new byte[] {1, 2, 3}));
    }

    void write(List<Written> records) {
        kafka.produce(records.stream().map(Written::record).toList());
    }

    /** Deletes the first record of the partition that holds the query. */
    void deleteFirst(Topic topic, String queryId) {
        int partition = kafka.consumeAll(topic.name()).stream()
                .filter(record -> record.key().equals(queryId))
                .findFirst()
                .orElseThrow()
                .partition();
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic.name(), partition), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    /** Time of the latest output. */
    Instant lastWritten() {
        return Instant.ofEpochMilli(
                kafka.consumeAll(topics.taskOutputs().name()).getLast().timestamp());
    }

    void order(Replay order) {
        put(order.getName(), codec.encode(topics.replays().name(), order));
    }

    void withdraw(String name) {
        put(name, null);
    }

    /**
     * Leaves a rescoring as an earlier run may have.
     *
     * @param range what it has to read
     */
    void leave(Replay order, RecordedPartition... range) {
        String topic = topics.rescorings().name();
        Rescoring running = Rescoring.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setStatus(RescoringStatus.RUNNING)
                .setTopic(rescored(order.getName()).name())
                .setStartedAt(order.getOrderedAt())
                .setUpdatedAt(order.getOrderedAt())
                .setRange(List.of(range))
                .build();
        kafka.produce(List.of(new ProducerRecord<>(
                topic, partition(), Events.TASK + "/" + order.getName(), codec.encode(topic, running))));
    }

    private void put(String name, byte @Nullable [] value) {
        kafka.produce(
                List.of(new ProducerRecord<>(topics.replays().name(), partition(), Events.TASK + "/" + name, value)));
    }

    /** The task's partition; its orders and rescorings lie there too. */
    private int partition() {
        return Utils.toPositive(Utils.murmur2(Events.TASK.getBytes(StandardCharsets.UTF_8))) % topics.partitions();
    }

    /** Topic of the round results that come of a rescoring. */
    Topic rescored(String name) {
        return topics.rescoredRoundResults(Events.TASK, name);
    }

    /** The newest that was told of the rescoring. */
    Optional<Rescoring> rescoring(String name) {
        Optional<Rescoring> newest = Optional.empty();
        for (ConsumerRecord<String, byte[]> record :
                kafka.consumeAll(topics.rescorings().name())) {
            if (record.key().equals(Events.TASK + "/" + name)) {
                newest = record.value() == null ? Optional.empty() : decoded(record, Rescoring.class);
            }
        }
        return newest;
    }

    /** What is told of the rescoring once the assertion holds. */
    Rescoring await(String name, Consumer<Rescoring> assertion) {
        List<Rescoring> found = new ArrayList<>();
        Awaitility.await().atMost(RoundsOfOutputs.PATIENCE).untilAsserted(() -> {
            Rescoring rescoring = rescoring(name).orElseThrow(() -> new AssertionError("no rescoring " + name));
            assertion.accept(rescoring);
            found.add(rescoring);
        });
        return found.getLast();
    }

    /** Round results of the topic, once there are that many; all in the task's partition. */
    List<RoundResult> results(Topic topic, int count) {
        kafka.consume(topic.name(), count, RoundsOfOutputs.PATIENCE);
        List<RoundResult> results = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : kafka.consumeAll(topic.name())) {
            if (record.partition() != partition()) {
                throw new AssertionError("a result lies in partition " + record.partition());
            }
            results.add(decoded(record, RoundResult.class).orElseThrow());
        }
        return results;
    }

    Set<String> topicNames() {
        return kafka.topics();
    }

    /** Topics and groups of the system that are neither in the catalogue, nor live scoring's, nor results of a rescoring. */
    Set<String> leftovers() {
        Set<String> names = new HashSet<>(kafka.topics());
        try (Admin admin = admin()) {
            admin.listGroups().all().get().stream().map(GroupListing::groupId).forEach(names::add);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot list the groups", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        names.removeIf(name -> !name.startsWith(topics.prefix()));
        topics.all().forEach(topic -> names.remove(topic.name()));
        names.remove(topics.prefix() + "rescorer");
        names.removeIf(name -> name.startsWith(topics.prefix() + "reward-service")
                || (name.startsWith(topics.prefix() + "replays.") && name.endsWith(".round-results")));
        return names;
    }

    private <T extends SpecificRecord> Optional<T> decoded(ConsumerRecord<String, byte[]> record, Class<T> type) {
        // Results hold values of the subject of the live ones; the id in the bytes names the schema.
        return switch (codec.decode(record.topic(), record.value(), type)) {
            case Decoded.Event<T> event -> Optional.of(event.event());
            case Decoded.Unreadable<T> unreadable -> throw new AssertionError(unreadable.reason());
        };
    }

    private Written record(Topic topic, String key, SpecificRecord event) {
        return new Written(new ProducerRecord<>(topic.name(), key, codec.encode(topic.name(), event)));
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @Override
    public void close() {
        codec.close();
    }
}
