package io.promptstream.reward.rescoring;

import io.promptstream.event.Replay;
import io.promptstream.reward.RewardTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The range of an order in the source topics. Rounds begin in it; what they are judged by may have come before, so queries
 * and feedback are read from further back: by as long as live scoring remembers them.
 */
final class RangeFinder {
    private final Consumer<String, byte[]> consumer;
    private final RewardTopics topics;

    /**
     * Asks through a consumer that is not closed here.
     *
     * @param consumer sees committed records only
     */
    RangeFinder(Consumer<String, byte[]> consumer, RewardTopics topics) {
        this.consumer = consumer;
        this.topics = topics;
    }

    /**
     * Finds the range as it is now.
     *
     * @param memory how long live scoring remembers a query
     * @param now the end of the range if the order has none before it
     * @return first offset of each partition, with its {@link Bookmark}
     */
    Map<TopicPartition, OffsetAndMetadata> find(Replay order, Duration memory, Instant now) {
        Instant until = order.getToTime().filter(now::isAfter).orElse(now);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (String topic : List.of(topics.queries(), topics.proposals(), topics.outputs(), topics.feedback())) {
            boolean judgedBy = topic.equals(topics.queries()) || topic.equals(topics.feedback());
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = order.getFromTime()
                    .map(from -> judgedBy ? from.minus(memory) : from)
                    .map(from -> at(partitions, from, ends))
                    .orElse(beginnings);
            Map<TopicPartition, Long> stops =
                    order.getToTime().map(to -> at(partitions, to, ends)).orElse(ends);
            for (TopicPartition partition : partitions) {
                long start = starts.getOrDefault(partition, 0L);
                long stop = Math.min(stops.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L));
                Bookmark bookmark = new Bookmark(start, Math.max(start, stop), until.toEpochMilli(), 0, 0);
                offsets.put(partition, new OffsetAndMetadata(start, bookmark.text()));
            }
        }
        return offsets;
    }

    /** First offset of that time or later; the end where there is none. */
    private Map<TopicPartition, Long> at(
            List<TopicPartition> partitions, Instant time, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(asked);
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        found.forEach((partition, offset) -> {
            if (offset != null) {
                offsets.put(partition, offset.offset());
            }
        });
        return offsets;
    }
}
