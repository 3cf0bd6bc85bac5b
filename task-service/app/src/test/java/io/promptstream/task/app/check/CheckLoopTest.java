package io.promptstream.task.app.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskVerdict;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.task.Events;
import io.promptstream.task.check.ModelCheck;
import io.promptstream.task.local.FakeCausalModel;
import io.promptstream.task.local.LocalModel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Events travel here by a list: the value of a record is the event's position in it. */
class CheckLoopTest {
    private static final int LARGEST = 2_000;

    private final TopicCatalogue topics = TopicCatalogue.withDefaults();
    private final String checks = topics.taskChecks().name();
    private final String verdicts = topics.taskVerdicts().name();
    private final TopicPartition partition = new TopicPartition(checks, 0);
    private final List<SpecificRecord> events = new ArrayList<>();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CheckLoop loop;
    private boolean largeVerdicts;

    CheckLoopTest() {
        producer.initTransactions();
        RecordLimits limits = new RecordLimits(Map.of(verdicts, LARGEST));
        loop = new CheckLoop(
                consumer,
                new Transactions(producer),
                this::decode,
                new EventRecords(this::encode, limits, new DeadLetters("task-service", limits)),
                new DeadLetterCounters(registry),
                topics,
                new ModelCheck(Map.of("tiny", new LocalModel("tiny", new FakeCausalModel(64))), variable -> false),
                InstantSource.fixed(Events.NOW));
        consumer.rebalance(List.of(partition));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
    }

    @Test
    void verdictsAndOffsetsAreOneTransaction() {
        // Given
        add(0, check("weather", "tiny"));
        add(1, check("elsewhere", "huge"));

        // When
        loop.runOnce();

        // Then
        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("weather", "elsewhere");
        assertThat(verdict(0).getProblems()).isEmpty();
        assertThat(verdict(1).getProblems()).hasSize(1);
        assertThat(committed().offset()).isEqualTo(2);
        assertThat(producer.commitCount()).isOne();
    }

    @Test
    void commitsNothingWhereNothingCame() {
        // When
        loop.runOnce();

        // Then
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void aRecordThatIsNoCheckIsADeadLetterAndTheNextIsAnswered() {
        // Given
        consumer.addRecord(new ConsumerRecord<>(checks, 0, 0, "key", "no check".getBytes(StandardCharsets.UTF_8)));
        add(1, check("weather", "tiny"));

        // When
        loop.runOnce();

        // Then
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(DeadLetters.topicOf(checks), verdicts);
        assertThat(registry.counter("promptstream.dead.letters", "topic", checks, "reason", "unreadable")
                        .count())
                .isOne();
    }

    @Test
    void aVerdictThatIsTooLargeMakesItsCheckADeadLetter() {
        // Given
        largeVerdicts = true;
        add(0, check("weather", "tiny"));

        // When
        loop.runOnce();

        // Then
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly(DeadLetters.topicOf(checks));
        assertThat(committed().offset()).isOne();
    }

    @Test
    void publishesAndCountsNothingOnceItIsFenced() {
        // Given
        consumer.addRecord(new ConsumerRecord<>(checks, 0, 0, "key", "no check".getBytes(StandardCharsets.UTF_8)));
        producer.fenceProducer();

        // When / Then
        assertThatThrownBy(loop::runOnce).isInstanceOf(ProducerFencedException.class);
        loop.close();
        assertThat(producer.history()).isEmpty();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void abortsForAGroupThatWasRebalancedWithoutIt() {
        // Given
        add(0, check("weather", "tiny"));
        producer.sendOffsetsToTransactionException = new CommitFailedException("another generation");

        // When / Then
        assertThatThrownBy(loop::runOnce).isInstanceOf(CommitFailedException.class);
        loop.close();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.closed()).isTrue();
        assertThat(consumer.closed()).isTrue();
    }

    private void add(long offset, TaskCheck check) {
        consumer.addRecord(new ConsumerRecord<>(checks, 0, offset, "key", encode(checks, check)));
    }

    private static TaskCheck check(String taskId, String model) {
        Task task = Events.classification(taskId, Events.local(model), "sun", "rain");
        return TaskCheck.newBuilder()
                .setCheckId(new UUID(0, 1))
                .setTask(task)
                .setRequestedAt(Events.NOW)
                .build();
    }

    private byte[] encode(String topic, SpecificRecord event) {
        events.add(event);
        byte[] place = Integer.toString(events.size() - 1).getBytes(StandardCharsets.UTF_8);
        return topic.equals(verdicts) && largeVerdicts ? new byte[LARGEST + 1] : place;
    }

    private Decoded<TaskCheck> decode(ConsumerRecord<String, byte[]> record) {
        String place = new String(record.value(), StandardCharsets.UTF_8);
        return place.matches("[0-9]+")
                ? new Decoded.Event<>((TaskCheck) events.get(Integer.parseInt(place)))
                : new Decoded.Unreadable<>("no check", "none");
    }

    private TaskVerdict verdict(int index) {
        String place = new String(producer.history().get(index).value(), StandardCharsets.UTF_8);
        return (TaskVerdict) events.get(Integer.parseInt(place));
    }

    private OffsetAndMetadata committed() {
        return Objects.requireNonNull(producer.consumerGroupOffsetsHistory()
                .getLast()
                .values()
                .iterator()
                .next()
                .get(partition));
    }
}
