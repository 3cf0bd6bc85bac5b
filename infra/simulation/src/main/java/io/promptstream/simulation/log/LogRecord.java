package io.promptstream.simulation.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a consumer gets it.
 *
 * @param value the event itself, which nobody changes; null deletes what stands under the key
 */
public record LogRecord(
        TopicPartition partition,
        long offset,
        String key,
        @Nullable Object value,
        Map<String, String> headers) {}
