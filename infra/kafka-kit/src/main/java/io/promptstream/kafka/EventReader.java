package io.promptstream.kafka;

import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a topic's records: checks first the size, then the bytes, then the fields.
 *
 * @param <T> event of the topic
 */
public final class EventReader<T> {
    private final RecordLimits limits;
    private final Function<ConsumerRecord<String, byte[]>, Decoded<T>> decoder;
    private final Checks<T> checks;

    /** The rules of a topic's events. */
    public interface Checks<T> {
        /** For events that have no rules but their schema's. */
        static <T> Checks<T> none() {
            return (key, event) -> Optional.empty();
        }

        /** What is wrong with an event under this key, if anything is. */
        Optional<Rejection> of(@Nullable String key, T event);
    }

    /** What a record turned out to be. */
    public sealed interface Result<T> {
        record Event<T>(T event) implements Result<T> {}

        record Rejected<T>(Rejection rejection) implements Result<T> {}
    }

    /** @param decoder throws a {@code RegistryException} if the registry is unavailable */
    public EventReader(
            RecordLimits limits, Function<ConsumerRecord<String, byte[]>, Decoded<T>> decoder, Checks<T> checks) {
        this.limits = limits;
        this.decoder = decoder;
        this.checks = checks;
    }

    /**
     * Reads the event of a record, or says why it cannot be used.
     *
     * @throws io.promptstream.schemas.registry.RegistryException if the registry is unavailable
     */
    public Result<T> read(ConsumerRecord<String, byte[]> record) {
        try {
            limits.check(record);
        } catch (OversizedRecordException e) {
            return new Result.Rejected<>(Rejection.tooLarge(e));
        }
        return switch (decoder.apply(record)) {
            case Decoded.Unreadable<T> unreadable -> new Result.Rejected<>(Rejection.unreadable(unreadable));
            case Decoded.Event<T> decoded ->
                checks.of(record.key(), decoded.event())
                        .<Result<T>>map(Result.Rejected::new)
                        .orElseGet(() -> new Result.Event<>(decoded.event()));
        };
    }
}
