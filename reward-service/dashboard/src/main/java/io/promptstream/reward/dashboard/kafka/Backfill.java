package io.promptstream.reward.dashboard.kafka;

import io.promptstream.kafka.TopicReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far a reader has to go back after a start, and how much of that it has done. */
final class Backfill {
    /** What a task's policy is now may have been said long ago. */
    private static final long LATEST_STEPS = 500;

    private static final long LATEST_DEAD_LETTERS = 100;

    private final TopicReader reader;
    private final String steps;
    private final Set<String> deadLetters;
    private Map<TopicPartition, Long> ends = Map.of();
    private long toRead;

    /**
     * @param steps topic of which some records are read however old they are
     * @param deadLetters topics of which only the latest are read, however old they are
     */
    Backfill(TopicReader reader, String steps, List<String> deadLetters) {
        this.reader = reader;
        this.steps = steps;
        this.deadLetters = Set.copyOf(deadLetters);
    }

    /**
     * Goes to where the past begins.
     *
     * @return how many dead letters of each topic are older
     */
    Map<String, Long> seek(Instant since) {
        ends = reader.ends();
        Map<TopicPartition, Long> beginnings = reader.beginnings();
        Map<TopicPartition, Long> offsets = reader.offsetsSince(since, ends);
        Map<String, Long> older = new HashMap<>();
        ends.forEach((partition, end) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long sinceTime = offsets.getOrDefault(partition, end);
            long start = Math.clamp(start(partition.topic(), sinceTime, end), beginning, end);
            reader.seek(partition, start);
            toRead += end - start;
            if (deadLetters.contains(partition.topic())) {
                older.merge(partition.topic(), start - beginning, Long::sum);
            }
        });
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
