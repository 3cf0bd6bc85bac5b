package io.promptstream.reward.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that a service could not process. Topic, partition and offset are the key.
 *
 * @param source topic that it was on
 * @param service that gave it up
 * @param bytes size of its value
 * @param republishedAt when it was last put back where it came from
 */
public record DeadLetterRow(
        String topic,
        int partition,
        long offset,
        @Nullable String source,
        @Nullable Integer sourcePartition,
        @Nullable Long sourceOffset,
        @Nullable String key,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String service,
        Instant at,
        int bytes,
        @Nullable Instant republishedAt) {

    /** Where it is, for a map. */
    String place() {
        return place(topic, partition, offset);
    }

    static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "-" + offset;
    }

    DeadLetterRow republished(Instant when) {
        return new DeadLetterRow(
                topic,
                partition,
                offset,
                source,
                sourcePartition,
                sourceOffset,
                key,
                reason,
                exception,
                service,
                at,
                bytes,
                when);
    }
}
