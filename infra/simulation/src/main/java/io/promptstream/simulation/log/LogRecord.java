package io.promptstream.simulation.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a consumer gets it.
 *
 * @param timestamp when it was appended, in milliseconds of the broker's time
 * @param value the event itself, which nobody changes; null deletes what stands under the key
 */
public record LogRecord(
        TopicPartition partition,
        long offset,
        long timestamp,
        String key,
        @Nullable Object value,
        Map<String, String> headers) {}
