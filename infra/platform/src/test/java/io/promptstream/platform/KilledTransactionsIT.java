package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
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
    private static final int KILLS = 2;
    private static final int BEFORE_A_KILL = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<TopicPartition> ALL = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(TOPIC, partition))
            .toList();

    @TempDir
    Path directory;

    private final AtomicInteger transactions = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void whatATransactionWroteIsSeenEverywhereOrNowhere() throws Exception {
        try (var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory))) {
            // Given
            try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                // When
                int enough = acknowledged.size() + BEFORE_A_KILL;
                try (var writers = Executors.newFixedThreadPool(WRITERS)) {
                    var written = IntStream.range(0, WRITERS)
                            .mapToObj(writer -> writers.submit(() -> write(broker.bootstrapServers(), writer)))
                            .toList();
                    await().atMost(PATIENCE).until(() -> acknowledged.size() >= enough);
                    broker.kill();
                    writers.shutdownNow();
                    for (var writer : written) {
                        writer.get();
                    }
                }
                broker.restart();

                // Then
                settle(broker.bootstrapServers());
                var seen = seen(broker.bootstrapServers());
                assertThat(seen).as("kill " + kill).containsKeys(acknowledged.toArray(Integer[]::new));
                assertThat(seen.values()).as("kill " + kill).containsOnly(PARTITIONS);
                assertThat(Files.readAllLines(broker.log()))
                        .noneMatch(line -> line.contains("Couldn't find leader endpoint"));
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
                acknowledged.add(number);
            }
        } catch (InterruptException e) {
            // The broker was killed: enough. The mark of the interrupt would disturb the close.
            Thread.interrupted();
        } finally {
            // An orderly close would wait for the broker to end the transaction.
            producer.close(Duration.ZERO);
        }
    }

    /** Ends what the killed writers left open, as their next runs do. */
    private static void settle(String broker) {
        for (int writer = 0; writer < WRITERS; writer++) {
            try (var producer = producer(broker, writer)) {
                producer.initTransactions();
            }
        }
    }

    /** The numbers that committed records hold, with how many do. */
    private static Map<Integer, Integer> seen(String broker) {
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
        return seen;
    }

    private static KafkaProducer<Integer, Integer> producer(String broker, int writer) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker,
                        "transactional.id",
                        "writer-" + writer,
                        "max.block.ms",
                        PATIENCE.toMillis()),
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
