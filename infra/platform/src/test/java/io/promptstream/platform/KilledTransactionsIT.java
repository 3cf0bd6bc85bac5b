package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker is killed again and again while transactions over many partitions are committed. */
class KilledTransactionsIT {

    private static final String TOPIC = "ledger";
    private static final int PARTITIONS = 40;
    private static final int WRITERS = 8;
    private static final int KILLS = 3;
    private static final int BEFORE_A_KILL = 60;
    private static final List<TopicPartition> ALL = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
            .toList();

    @TempDir
    Path directory;

    private final AtomicInteger transactions = new AtomicInteger();

    @Test
    void whatATransactionWroteIsSeenEverywhereOrNowhere() throws Exception {
        try (var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory))) {
            try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                // When
                var writers = IntStream.range(0, WRITERS)
                        .mapToObj(writer -> Thread.ofPlatform().start(() -> write(broker.bootstrapServers(), writer)))
                        .toList();
                int enough = transactions.get() + BEFORE_A_KILL;
                await().atMost(Duration.ofMinutes(1)).until(() -> transactions.get() >= enough);
                broker.kill();
                for (var writer : writers) {
                    writer.interrupt();
                    writer.join();
                }
                broker.restart();

                // Then
                settle(broker.bootstrapServers());
                assertThat(halfSeen(broker.bootstrapServers()))
                        .as("kill " + kill)
                        .isEmpty();
            }
        }
    }

    /** Commits one transaction after the other, each with one record in every partition, until interrupted. */
    private void write(String broker, int writer) {
        var producer = producer(broker, writer);
        try {
            producer.initTransactions();
            while (true) {
                int number = transactions.getAndIncrement();
                producer.beginTransaction();
                ALL.forEach(partition -> producer.send(new ProducerRecord<>(TOPIC, partition.partition(), 0, number)));
                producer.commitTransaction();
            }
        } catch (InterruptException e) {
            // The broker was killed: enough. The mark of the interrupt would disturb the close.
            Thread.interrupted();
        } finally {
            // An orderly close would wait for the broker to end the transaction.
            producer.close(Duration.ZERO);
        }
    }

    /** Ends what the killed writers left open, as their next lives do. */
    private static void settle(String broker) {
        for (int writer = 0; writer < WRITERS; writer++) {
            try (var producer = producer(broker, writer)) {
                producer.initTransactions();
            }
        }
    }

    /** Transactions that only some partitions show, with the number of those. */
    private static Map<Integer, Integer> halfSeen(String broker) {
        var seen = new HashMap<Integer, Integer>();
        try (var consumer = consumer(broker, "read_committed");
                var whole = consumer(broker, "read_uncommitted")) {
            assertThat(consumer.endOffsets(ALL)).as("no transaction is open").isEqualTo(whole.endOffsets(ALL));
            consumer.assign(ALL);
            consumer.seekToBeginning(ALL);
            var ends = consumer.endOffsets(ALL);
            while (ALL.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.merge(record.value(), 1, Integer::sum));
            }
        }
        seen.values().removeIf(count -> count == PARTITIONS);
        return seen;
    }

    private static KafkaProducer<Integer, Integer> producer(String broker, int writer) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "transactional.id", "writer-" + writer),
                new IntegerSerializer(),
                new IntegerSerializer());
    }

    private static KafkaConsumer<Integer, Integer> consumer(String broker, String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "isolation.level", isolation),
                new IntegerDeserializer(),
                new IntegerDeserializer());
    }
}
