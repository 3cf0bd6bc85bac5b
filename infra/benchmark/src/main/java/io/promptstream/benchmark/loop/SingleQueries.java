package io.promptstream.benchmark.loop;

import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.QueryPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Sends one query after the other to an idle system, and waits for each one's first committed answer. */
final class SingleQueries implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<String, byte[]> answers;
    private final SteadyLoad load;
    private final QueryPublisher publisher;

    SingleQueries(KafkaAccess kafka, SteadyLoad load, QueryPublisher publisher) {
        this.load = load;
        this.publisher = publisher;
        this.answers = kafka.consumer();
        answers.assign(answers.partitionsFor(kafka.topics().taskOutputs().name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        answers.seekToEnd(answers.assignment());
    }

    /** The times from sending to reading, in milliseconds. */
    List<Double> millis(int count) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.poll(Duration.ZERO);
            long began = System.nanoTime();
            String id = load.send();
            publisher.flush();
            awaitAnswer(id, began);
            millis.add((System.nanoTime() - began) / 1e6);
            Thread.sleep(PAUSE);
        }
        return millis;
    }

    private void awaitAnswer(String id, long began) {
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            for (ConsumerRecord<String, byte[]> record : answers.poll(POLL)) {
                if (record.key().equals(id)) {
                    return;
                }
            }
        }
        throw new IllegalStateException("Query %s was not answered within %s".formatted(id, PATIENCE));
    }

    @Override
    public void close() {
        answers.close();
    }
}
