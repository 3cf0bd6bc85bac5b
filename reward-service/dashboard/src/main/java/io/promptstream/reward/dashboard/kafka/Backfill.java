package io.promptstream.reward.dashboard.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far a reader has to go back after a start, and how much of that it has done. */
final class Backfill {
    /** What a task's policy is now may have been said long ago. */
    private static final long LATEST_STEPS = 500;

    private static final long LATEST_DEAD_LETTERS = 100;

    private final Consumer<String, byte[]> reader;
    private final String steps;
    private final Set<String> deadLetters;
    private Map<TopicPartition, Long> ends = Map.of();
    private long toRead;

    /**
     * @param steps topic of which some records are read however old they are
     * @param deadLetters topics of which only the latest are read, however old they are
     */
    Backfill(Consumer<String, byte[]> reader, String steps, List<String> deadLetters) {
        this.reader = reader;
        this.steps = steps;
        this.deadLetters = Set.copyOf(deadLetters);
    }

    /**
     * Assigns the partitions and goes to where the past begins.
     *
     * @return how many dead letters of each topic are older
     */
    Map<String, Long> seek(Collection<TopicPartition> partitions, Instant since) {
        reader.assign(partitions);
        ends = reader.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = reader.beginningOffsets(partitions);
        Map<TopicPartition, @Nullable OffsetAndTimestamp> times = new HashMap<>(reader.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), ignored -> since.toEpochMilli()))));
        Map<String, Long> older = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            OffsetAndTimestamp time = times.get(partition);
            long start = Math.clamp(start(partition.topic(), time == null ? end : time.offset(), end), beginning, end);
            reader.seek(partition, start);
            toRead += end - start;
            if (deadLetters.contains(partition.topic())) {
                older.merge(partition.topic(), start - beginning, Long::sum);
            }
        }
        return older;
    }

    /** Share of the past that was read; null once all of it was. */
    @Nullable Double share() {
        if (ends.isEmpty()) {
            return null;
        }
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            left += Math.max(0, end.getValue() - reader.position(end.getKey()));
        }
        if (left == 0) {
            ends = Map.of();
            return null;
        }
        return 1 - (double) left / toRead;
    }

    private long start(String topic, long sinceTime, long end) {
        if (deadLetters.contains(topic)) {
            return end - LATEST_DEAD_LETTERS;
        }
        return topic.equals(steps) ? Math.min(sinceTime, end - LATEST_STEPS) : sinceTime;
    }
}
