package io.promptstream.task.app;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.task.Events;
import io.promptstream.testsupport.KafkaEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the service reads and writes, under a prefix that no other test has; the services create the topics. */
final class ServiceTopics implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaEnvironment kafka;
    private final TopicCatalogue catalogue;
    private final EventCodec codec;

    ServiceTopics(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.catalogue = new TopicCatalogue(kafka.uniqueName("task-service") + ".", 4);
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
    }

    TopicCatalogue catalogue() {
        return catalogue;
    }

    EventCodec codec() {
        return codec;
    }

    void put(Task task) {
        String topic = catalogue.tasks().name();
        kafka.produce(topic, task.getTaskId(), codec.encode(topic, task));
    }

    /** So many proposals of the task {@code weather}, 16 for each input. */
    static List<PromptProposal> proposals(int count) {
        Instant now = Instant.now();
        return IntStream.range(0, count)
                .mapToObj(i -> Events.proposal("p" + i, "weather", "input " + i / 16, "prompt " + i % 16, 1, now))
                .toList();
    }

    ProducerRecord<String, byte[]> record(PromptProposal proposal) {
        String topic = catalogue.promptProposals().name();
        return new ProducerRecord<>(topic, proposal.getQueryId(), codec.encode(topic, proposal));
    }

    void propose(List<PromptProposal> proposals) {
        kafka.produce(proposals.stream().map(this::record).toList());
    }

    /** All outputs, once there are so many. */
    List<TaskOutput> outputs(int count) {
        return decoded(kafka.consume(catalogue.taskOutputs().name(), count, PATIENCE));
    }

    /** All outputs of now. */
    List<TaskOutput> outputs() {
        return decoded(kafka.consumeAll(catalogue.taskOutputs().name()));
    }

    private List<TaskOutput> decoded(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(this::decode).toList();
    }

    private TaskOutput decode(ConsumerRecord<String, byte[]> found) {
        return switch (codec.decode(found.topic(), found.value(), TaskOutput.class)) {
            case Decoded.Event<TaskOutput> decoded -> decoded.event();
            case Decoded.Unreadable<TaskOutput> unreadable -> throw new AssertionError(unreadable.reason());
        };
    }

    @Override
    public void close() {
        codec.close();
    }
}
