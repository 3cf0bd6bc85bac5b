package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.reward.app.streams.RewardTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
    private final Consumer<String, byte[]> consumer;
    private final RewardTopics topics;
    private final Duration retention;

    /**
     * Asks through a consumer that is not closed here.
     *
     * @param consumer sees committed records only
     * @param retention how long every record of the topics is kept at least
     */
    RangeFinder(Consumer<String, byte[]> consumer, RewardTopics topics, Duration retention) {
        this.consumer = consumer;
        this.topics = topics;
        this.retention = retention;
    }

    /** One source topic as it is now. */
    private record Log(
            String topic, boolean judgedBy, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {}

    /**
     * Finds the range as it is now.
     *
     * @param memory how long live scoring remembers a query
     * @param now the time until which the topics can be whole
     */
    RecordedRange find(Replay order, Duration memory, Instant now) {
        List<Log> logs = List.of(
                log(topics.queries(), true),
                log(topics.proposals(), false),
                log(topics.outputs(), false),
                log(topics.feedback(), true));
        Optional<Instant> since = whole(logs, memory, now)
                .filter(whole -> order.getFromTime()
                        .filter(from -> !from.isBefore(whole))
                        .isEmpty());
        Optional<Instant> from = since.or(order::getFromTime);
        Map<TopicPartition, RecordedRange.Offsets> offsets = new HashMap<>();
        for (Log log : logs) {
            Map<TopicPartition, Long> starts = from.map(time -> log.judgedBy() ? time.minus(memory) : time)
                    .map(time -> at(log, time))
                    .orElse(log.beginnings());
            Map<TopicPartition, Long> stops =
                    order.getToTime().map(to -> at(log, to)).orElse(log.ends());
            log.ends().forEach((partition, end) -> {
                long start = starts.getOrDefault(partition, 0L);
                long stop = Math.min(stops.getOrDefault(partition, 0L), end);
                offsets.put(partition, new RecordedRange.Offsets(start, Math.max(start, stop)));
            });
        }
        return new RecordedRange(offsets, since);
    }

    private Log log(String topic, boolean judgedBy) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        return new Log(topic, judgedBy, consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    /** The time from which on everything of a round is left; empty while nothing was ever deleted. */
    private Optional<Instant> whole(List<Log> logs, Duration memory, Instant now) {
        return logs.stream()
                .flatMap(log -> log.beginnings().entrySet().stream()
                        .filter(beginning -> beginning.getValue() > 0)
                        .map(beginning -> earliest(beginning.getKey()).orElse(now.minus(retention)))
                        .map(time -> log.judgedBy() ? time.plus(memory) : time))
                .max(Comparator.naturalOrder());
    }

    /** Time of the first record that is left. Where none is, those that were deleted were older than the retention. */
    private Optional<Instant> earliest(TopicPartition partition) {
        return Optional.ofNullable(
                        consumer.offsetsForTimes(Map.of(partition, 0L)).get(partition))
                .map(OffsetAndTimestamp::timestamp)
                .map(Instant::ofEpochMilli);
    }

    /** First offset of that time or later; the end where there is none. */
    private Map<TopicPartition, Long> at(Log log, Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        log.ends().keySet().forEach(partition -> asked.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        Map<TopicPartition, Long> offsets = new HashMap<>(log.ends());
        found.forEach((partition, offset) -> {
            if (offset != null) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }
}
