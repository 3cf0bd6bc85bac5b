package io.promptstream.task.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Records that were polled and are not answered yet. Those of a partition that is taken away are forgotten. */
final class PendingRecords implements ConsumerRebalanceListener {
    private final Deque<ConsumerRecord<String, byte[]>> records = new ArrayDeque<>();

    void addAll(Iterable<ConsumerRecord<String, byte[]>> polled) {
        polled.forEach(records::add);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Removes the first records, at most so many, in the order in which they were polled. */
    List<ConsumerRecord<String, byte[]>> take(int most) {
        List<ConsumerRecord<String, byte[]>> slice = new ArrayList<>(Math.min(most, records.size()));
        while (slice.size() < most && !records.isEmpty()) {
            slice.add(records.removeFirst());
        }
        return slice;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Set<TopicPartition> gone = Set.copyOf(partitions);
        records.removeIf(record -> gone.contains(new TopicPartition(record.topic(), record.partition())));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
}
