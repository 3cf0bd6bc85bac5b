package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.kafka.TopicReader;
import io.promptstream.reward.app.streams.RewardTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The range of an order in the source topics. Rounds begin in it; what they are judged by may have come before, so queries
 * and feedback are read from further back: by as long as live scoring remembers them.
 *
 * <p>Kafka deletes by segment and partition, so of the oldest rounds some records may be left whose queries, feedback or
 * other proposals are gone. The range begins behind them.
 */
final class RangeFinder {
    private final TopicReader reader;
    private final RewardTopics topics;
    private final Duration retention;

    /**
     * Asks through a consumer that is assigned the source topics, and not closed here.
     *
     * @param consumer sees committed records only
     * @param retention how long every record of the topics is kept at least
     */
    RangeFinder(Consumer<String, byte[]> consumer, RewardTopics topics, Duration retention) {
        this.reader = TopicReader.fromBeginning(
                consumer, topics.queries(), topics.proposals(), topics.outputs(), topics.feedback());
        this.topics = topics;
        this.retention = retention;
    }

    /**
     * Finds the range as it is now.
     *
     * @param memory how long live scoring remembers a query
     * @param now the time until which the topics can be whole
     */
    RecordedRange find(Replay order, Duration memory, Instant now) {
        Map<TopicPartition, Long> beginnings = reader.beginnings();
        Map<TopicPartition, Long> ends = reader.ends();
        Optional<Instant> since = whole(beginnings, memory, now)
                .filter(whole -> order.getFromTime()
                        .filter(from -> !from.isBefore(whole))
                        .isEmpty());
        Map<TopicPartition, Long> starts = since.or(order::getFromTime)
                .map(from -> starts(from, memory, ends))
                .orElse(beginnings);
        Map<TopicPartition, Long> stops =
                order.getToTime().map(to -> reader.offsetsSince(to, ends)).orElse(ends);
        Map<TopicPartition, RecordedRange.Offsets> offsets = new HashMap<>();
        ends.forEach((partition, end) -> {
            long start = starts.getOrDefault(partition, 0L);
            long stop = Math.min(stops.getOrDefault(partition, 0L), end);
            offsets.put(partition, new RecordedRange.Offsets(start, Math.max(start, stop)));
        });
        return new RecordedRange(offsets, since);
    }

    private Map<TopicPartition, Long> starts(Instant from, Duration memory, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> starts = reader.offsetsSince(from, ends);
        reader.offsetsSince(from.minus(memory), ends).forEach((partition, offset) -> {
            if (judgesRounds(partition)) {
                starts.put(partition, offset);
            }
        });
        return starts;
    }

    /** The time from which on everything of a round is left; empty while nothing was ever deleted. */
    private Optional<Instant> whole(Map<TopicPartition, Long> beginnings, Duration memory, Instant now) {
        Map<TopicPartition, OffsetAndTimestamp> first = reader.since(Instant.EPOCH);
        return beginnings.entrySet().stream()
                .filter(beginning -> beginning.getValue() > 0)
                .map(Map.Entry::getKey)
                .map(partition -> {
                    // Where no record is left, those that were deleted were older than the retention.
                    Instant time = Optional.ofNullable(first.get(partition))
                            .map(record -> Instant.ofEpochMilli(record.timestamp()))
                            .orElse(now.minus(retention));
                    return judgesRounds(partition) ? time.plus(memory) : time;
                })
                .max(Comparator.naturalOrder());
    }

    private boolean judgesRounds(TopicPartition partition) {
        return partition.topic().equals(topics.queries()) || partition.topic().equals(topics.feedback());
    }
}
