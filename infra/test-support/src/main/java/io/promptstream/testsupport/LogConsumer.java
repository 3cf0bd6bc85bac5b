package io.promptstream.testsupport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one topic without a broker, which reads again from where it is told, as from a log; Kafka's own mock forgets
 * what it has read.
 */
public final class LogConsumer extends MockConsumer<String, byte[]> {
    private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
    private @Nullable ConsumerRebalanceListener listener;

    /** Begins at offset 0 of each partition that is made known by {@link #updateBeginningOffsets}. */
    public LogConsumer() {
        super("earliest");
    }

    @Override
    public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        this.listener = listener;
        super.subscribe(topics, listener);
    }

    @Override
    public synchronized void addRecord(ConsumerRecord<String, byte[]> record) {
        log.add(record);
        super.addRecord(record);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        log.stream()
                .filter(record -> record.partition() == partition.partition() && record.offset() >= offset)
                .forEach(super::addRecord);
    }

    /** Another member has the partitions already. */
    public void lose(TopicPartition... partitions) {
        Objects.requireNonNull(listener).onPartitionsLost(List.of(partitions));
    }
}
