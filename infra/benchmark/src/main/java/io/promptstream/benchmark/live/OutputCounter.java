package io.promptstream.benchmark.live;

import io.promptstream.kafka.TopicReader;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Counts the committed records of a topic as they appear. */
public final class OutputCounter implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final TopicReader reader;
    private long count;

    public OutputCounter(String bootstrapServers, String topic) {
        this.reader = TopicReader.fromBeginning(
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrapServers,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                false,
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                5000),
                        new StringDeserializer(),
                        new ByteArrayDeserializer()),
                topic);
    }

    /** Returns when there are at least so many. */
    public void waitFor(long wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only %d of %d outputs came within %s: see the service's log"
                        .formatted(count, wanted, PATIENCE));
            }
            count += reader.poll(POLL).count();
        }
    }

    /** Counts on to the present end. */
    public long catchUp() {
        reader.readTo(reader.ends(), PATIENCE, record -> count++);
        return count;
    }

    public long count() {
        return count;
    }

    @Override
    public void close() {
        reader.close();
    }
}
