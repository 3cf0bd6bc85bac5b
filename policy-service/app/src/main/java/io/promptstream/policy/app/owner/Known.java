package io.promptstream.policy.app.owner;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What a partition of a compacted topic holds under a key.
 *
 * @param event nothing where there was none, or it was deleted
 * @param before the event that was there before it was deleted, as far as the partition still has it
 * @param headers of the newest record
 */
public record Known<T>(Optional<T> event, Optional<T> before, Headers headers) {

    public static <T> Known<T> nothing() {
        return new Known<>(Optional.empty(), Optional.empty(), new RecordHeaders());
    }
}
