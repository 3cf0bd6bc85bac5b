package io.promptstream.reward.app.rescore;

import io.promptstream.event.RecordedPartition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a rescoring reads, the same in every run of it.
 *
 * @param partitions what is read of each
 * @param since where it begins in time, if the topics no longer reach back to the beginning that was ordered
 */
record RecordedRange(Map<TopicPartition, Offsets> partitions, Optional<Instant> since) {
    /**
     * What is read of a partition.
     *
     * @param start first offset
     * @param end offset behind the last one
     */
    record Offsets(long start, long end) {}

    RecordedRange {
        partitions = Map.copyOf(partitions);
    }

    static RecordedRange of(List<RecordedPartition> known, Optional<Instant> since) {
        Map<TopicPartition, Offsets> partitions = new HashMap<>();
        for (RecordedPartition one : known) {
            partitions.put(
                    new TopicPartition(one.getTopic(), one.getPartition()), new Offsets(one.getStart(), one.getEnd()));
        }
        return new RecordedRange(partitions, since);
    }

    List<RecordedPartition> toEvent() {
        return partitions.entrySet().stream()
                .map(entry -> new RecordedPartition(
                        entry.getKey().topic(),
                        entry.getKey().partition(),
                        entry.getValue().start(),
                        entry.getValue().end()))
                .toList();
    }

    Map<TopicPartition, Long> starts() {
        Map<TopicPartition, Long> starts = new HashMap<>();
        partitions.forEach((partition, offsets) -> starts.put(partition, offsets.start()));
        return starts;
    }

    long end(TopicPartition partition) {
        Offsets offsets = partitions.get(partition);
        if (offsets == null) {
            throw new IllegalStateException(partition + " is not in the range");
        }
        return offsets.end();
    }

    long records() {
        return partitions.values().stream()
                .mapToLong(offsets -> offsets.end() - offsets.start())
                .sum();
    }
}
