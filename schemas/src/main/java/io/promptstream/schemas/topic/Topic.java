package io.promptstream.schemas.topic;

import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic and the settings that the system relies on.
 *
 * @param name with prefix
 * @param key what its records are keyed by, as plain UTF-8 text
 * @param maxMessageBytes largest record batch that the broker takes
 */
public record Topic(String name, Key key, int partitions, Retention retention, int maxMessageBytes) {

    /** What a record's key is. */
    public enum Key {
        TASK_ID,
        QUERY_ID,
        /** Task id, a slash, and the name of a candidate. */
        CANDIDATE
    }

    private static final int COMPACTED_SEGMENT_BYTES = 64 * 1024 * 1024;
    /** Of a batch and of the record in it. */
    private static final int ENVELOPE = 4 * 1024;
    /** Data that cannot be compressed grows by less than a part in so many, under any codec. */
    private static final int LARGEST_GROWTH = 1024;

    public Topic {
        if (partitions < 1) {
            throw new IllegalArgumentException("Topic " + name + " has " + partitions + " partitions: give at least 1");
        }
    }

    /** Largest size of a record's key, value and headers together, uncompressed: it fits into a batch under any codec. */
    public int largestRecordBytes() {
        return maxMessageBytes - ENVELOPE - maxMessageBytes / LARGEST_GROWTH;
    }

    /** The settings under Kafka's own names; a topic that has others, but for a longer retention, contradicts the catalogue. */
    public Map<String, String> settings() {
        var size = Integer.toString(maxMessageBytes);
        return switch (retention) {
            case Retention.Compacted compacted ->
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        size);
            case Retention.Timed timed ->
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(timed.time().toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        size);
        };
    }

    /** What a new topic gets besides its settings; operators may change it, so it is no contradiction. */
    public Map<String, String> tuning() {
        return switch (retention) {
            // Read from the beginning at every start, so what is outdated should go soon.
            case Retention.Compacted compacted ->
                Map.of(
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        Integer.toString(COMPACTED_SEGMENT_BYTES),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.1");
            case Retention.Timed timed -> Map.of();
        };
    }
}
