package io.promptstream.policy.evaluation;

import java.time.Instant;

/** A place in a log. */
public sealed interface LogPosition {
    /** Where it begins. */
    record Beginning() implements LogPosition {}

    /** Behind everything that is committed now. */
    record End() implements LogPosition {}

    /** Before the first record of this time or a later one. */
    record Time(Instant instant) implements LogPosition {}

    /** Before the record with this offset. */
    record Offset(long offset) implements LogPosition {}
}
