package io.promptstream.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were read before their task, to be read again, in their order: their partition waits, the others continue. The
 * consumer's position stands before them, so it may be committed at any time. Belongs to one thread.
 */
public final class PutBack {
    private static final Duration SOON = Duration.ofMillis(5);

    private final Consumer<String, byte[]> consumer;
    private final TaskFinder tasks;
    /** First record of each partition that is to be read again. */
    private final Map<TopicPartition, Long> from = new HashMap<>();

    public PutBack(Consumer<String, byte[]> consumer, TaskFinder tasks) {
        this.consumer = consumer;
        this.tasks = tasks;
    }

    /**
     * Polls the consumer; what was put back comes again when its tasks have been read.
     *
     * @param longest while something is put back, it takes a few milliseconds at most
     * @throws KafkaException if reading the tasks takes too long
     */
    public ConsumerRecords<String, byte[]> poll(Duration longest) throws InterruptedException {
        if (!from.isEmpty() && !tasks.isCatchingUp()) {
            Set<TopicPartition> paused = new HashSet<>(from.keySet());
            paused.retainAll(consumer.assignment());
            consumer.resume(paused);
            from.clear();
        }
        ConsumerRecords<String, byte[]> records =
                consumer.poll(from.isEmpty() || longest.compareTo(SOON) < 0 ? longest : SOON);
        // A partition that comes again meanwhile was revoked and assigned again: it is read from its committed offset.
        records.partitions().forEach(from::remove);
        tasks.polled(records);
        return records;
    }

    /** Puts the record back, with everything behind it in its partition. */
    public void put(ConsumerRecord<?, ?> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        from.put(partition, record.offset());
        consumer.seek(partition, record.offset());
        consumer.pause(Set.of(partition));
    }

    /** Whether the record is read again anyway, because one before it was put back: leave it. */
    public boolean covers(ConsumerRecord<?, ?> record) {
        Long first = from.get(new TopicPartition(record.topic(), record.partition()));
        return first != null && record.offset() >= first;
    }
}
