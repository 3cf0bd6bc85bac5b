package io.promptstream.policy.replay;

import io.promptstream.policy.task.JsonFields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** An end of a range as people write it: a time or an offset. */
sealed interface Bound {

    record Time(Instant at) implements Bound {}

    record Offset(long offset) implements Bound {}

    /** Nothing where the field is not there, is the word that stands for no bound, or is wrong. */
    static Optional<Bound> read(JsonFields fields, String name, String unbounded) {
        Optional<String> text = fields.optionalTextOrNumber(name);
        if (text.isEmpty() || text.get().equals(unbounded)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.get().matches("[0-9]{1,18}")
                            ? new Offset(Long.parseLong(text.get()))
                            : new Time(Instant.ofEpochMilli(
                                    OffsetDateTime.parse(text.get()).toInstant().toEpochMilli())));
        } catch (DateTimeException | ArithmeticException e) {
            fields.error(
                    name,
                    "is \"%s\"; write %s, an ISO-8601 time such as 2026-01-31T12:00:00Z, or an offset from 0"
                            .formatted(text.get(), unbounded));
            return Optional.empty();
        }
    }
}
