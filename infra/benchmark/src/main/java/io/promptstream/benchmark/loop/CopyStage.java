package io.promptstream.benchmark.loop;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.kafka.ClientSettings;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A process that copies records from topic to topic, what a poll brings in one transaction, until it is ended. With a rate
 * it starts over at the end of its source, and copies so many a second.
 */
final class CopyStage {
    private static final Duration POLL = Duration.ofMillis(100);
    /** At the rates of a loop, about ten transactions a second. */
    private static final int RECORDS_PER_POLL = 200;

    private static final long PAUSE_NANOS = 5_000_000;

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final String target;
    private final double perSecond;

    private CopyStage(Consumer<String, byte[]> consumer, Transactions transactions, String target, double perSecond) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.target = target;
        this.perSecond = perSecond;
    }

    /** Arguments: brokers, source topic, target topic, records per second or 0. */
    public static void main(String[] arguments) {
        String source = arguments[1];
        String target = arguments[2];
        KafkaClients clients = new KafkaClients(
                new ClientSettings(Map.of("bootstrap.servers", arguments[0]), "", "copy", target),
                new SimpleMeterRegistry());
        Consumer<String, byte[]> consumer =
                clients.consumer(target, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL));
        consumer.subscribe(List.of(source));
        new CopyStage(consumer, clients.transactions("copies"), target, Double.parseDouble(arguments[3])).run();
    }

    private void run() {
        long began = System.nanoTime();
        long copied = 0;
        while (true) {
            if (perSecond > 0 && copied > (System.nanoTime() - began) / 1e9 * perSecond) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            copied += records.count();
            if (!records.isEmpty()) {
                copy(records);
            } else if (perSecond > 0) {
                consumer.seekToBeginning(consumer.assignment());
            }
        }
    }

    private void copy(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            transactions.send(new ProducerRecord<>(target, record.key(), record.value()));
        }
        transactions.commit(consumer);
    }
}
