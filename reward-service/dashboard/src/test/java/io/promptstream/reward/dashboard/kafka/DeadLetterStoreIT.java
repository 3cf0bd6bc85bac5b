package io.promptstream.reward.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.kafka.Transactions;
import io.promptstream.reward.dashboard.DeadLetterRow;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters are put back once, and it is known afterwards. */
@WithKafka
class DeadLetterStoreIT {
    private final KafkaEnvironment kafka;
    private final DashboardTopics dashboard;
    private final TopicCatalogue topics;
    private final String letters;

    DeadLetterStoreIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.dashboard = new DashboardTopics(kafka);
        this.topics = dashboard.topics;
        this.letters = dashboard.letters;
    }

    @AfterEach
    void close() {
        dashboard.close();
    }

    @Test
    void whatWasPutBackIsKnownAfterARestart() {
        // Given
        kafka.produce(List.of(new ProducerRecord<>(
                letters,
                1,
                "key",
                new byte[] {1},
                List.of(new RecordHeader(DeadLetters.REASON, "no event".getBytes(StandardCharsets.UTF_8))))));
        DeadLetterStore shelf = shelf(this::producer);
        DeadLetterRow letter = shelf.find(letters, 1, 0).orElseThrow().row();

        // When
        assertThat(shelf.republish(letter))
                .get()
                .extracting(DeadLetterStore.Place::topic)
                .isEqualTo(topics.queries().name());

        // Then
        LoopView loop = DashboardTopics.loop();
        try (EventReader tap = new EventReader(dashboard.reader(), dashboard.codec, topics, loop)) {
            Awaitility.await().untilAsserted(() -> {
                tap.runOnce();
                assertThat(loop.deadLetter(letters, 1, 0).map(DeadLetterRow::republishedAt))
                        .isPresent();
            });
        }
        assertThat(shelf.find(letters, 1, 1))
                .as("the note, which is no dead letter")
                .isEmpty();
        assertThat(loop.deadLetter(letters, 1, 1)).isEmpty();
    }

    @Test
    void whatIsOfACandidateGoesBackToTheTasksPartition() {
        // Given letters under keys that the default partitioner puts elsewhere, one of which does not say where it was
        String replays = topics.replays().name();
        String topic = topics.deadLetters(topics.replays()).name();
        int task = Utils.toPositive(Utils.murmur2("task".getBytes(StandardCharsets.UTF_8))) % 2;
        String key = IntStream.range(0, 100)
                .mapToObj(number -> "task/c" + number)
                .filter(name -> Utils.toPositive(Utils.murmur2(name.getBytes(StandardCharsets.UTF_8))) % 2 != task)
                .findFirst()
                .orElseThrow();
        RecordHeader from =
                new RecordHeader(DeadLetters.PARTITION, Integer.toString(task).getBytes(StandardCharsets.UTF_8));
        kafka.produce(List.of(
                new ProducerRecord<>(topic, 0, key, new byte[] {1}, List.of(from)),
                new ProducerRecord<>(topic, 0, key, new byte[] {2}, List.of())));
        DeadLetterStore shelf = shelf(this::producer);

        // When
        for (long offset = 0; offset < 2; offset++) {
            assertThat(shelf.republish(
                            shelf.find(topic, 0, offset).orElseThrow().row()))
                    .isPresent();
        }

        // Then
        assertThat(kafka.consumeAll(replays))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.partition()).isEqualTo(task))
                .allSatisfy(record -> assertThat(record.key()).isEqualTo(key));
    }

    @Test
    void isPutBackOnceIfTheProcessEndsBeforeItIsNoted() {
        // Given
        kafka.produce(List.of(new ProducerRecord<>(letters, 1, "key", new byte[] {1}, List.of())));
        DeadLetterStore dying =
                shelf(() -> new KafkaProducer<>(transactional(), new StringSerializer(), new ByteArraySerializer()) {
                    {
                        initTransactions();
                    }

                    @Override
                    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
                        if (record.topic().equals(letters)) {
                            throw new KafkaException("killed");
                        }
                        return super.send(record);
                    }
                });
        DeadLetterRow letter = dying.find(letters, 1, 0).orElseThrow().row();

        // When
        assertThatThrownBy(() -> dying.republish(letter)).hasMessage("killed");
        assertThat(shelf(this::producer).republish(letter)).isPresent();

        // Then
        assertThat(kafka.consumeAll(topics.queries().name())).hasSize(1);
        assertThat(kafka.consumeAll(letters)).as("the letter and the note").hasSize(2);
    }

    @Test
    void whatIsWithoutItsValueIsNotPutBack() {
        // Given
        String tasks = topics.deadLetters(topics.tasks()).name();
        kafka.produce(List.of(deletion(tasks)));
        DeadLetterStore shelf = shelf(this::producer);
        int partition = kafka.consumeAll(tasks).getFirst().partition();
        DeadLetterRow letter = shelf.find(tasks, partition, 0).orElseThrow().row();

        // Then it would delete the task
        assertThat(letter.whole()).isFalse();
        assertThat(letter.taskId()).isEqualTo("task");
        assertThat(shelf.republish(letter)).isEmpty();
        assertThat(kafka.consumeAll(topics.tasks().name())).isEmpty();
    }

    private DeadLetterStore shelf(Supplier<? extends Producer<String, byte[]>> producers) {
        return new DeadLetterStore(dashboard::reader, () -> new Transactions(producers.get()), dashboard.codec, topics);
    }

    private Producer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(transactional(), new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private Map<String, Object> transactional() {
        return Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topics.prefix() + "dead-letters");
    }

    private static ProducerRecord<String, byte[]> deletion(String topic) {
        return new ProducerRecord<>(topic, "task", null);
    }
}
