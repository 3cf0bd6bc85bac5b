package io.promptstream.reward.app.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A time from which to which, both inclusive. */
record TimeRange(Instant from, Instant to) {
    private static final Duration DEFAULT_LENGTH = Duration.ofHours(1);
    private static final Duration LONGEST_STEP = Duration.ofDays(1);

    TimeRange {
        if (from.isAfter(to)) {
            throw new InvalidTimeException("from", "is after to; write an earlier time");
        }
    }

    /** Reads a request's times; what is absent becomes now and an hour before the end. */
    static TimeRange parse(@Nullable String from, @Nullable String to, Instant now) {
        Instant end = to == null ? now : instant("to", to);
        return new TimeRange(from == null ? end.minus(DEFAULT_LENGTH) : instant("from", from), end);
    }

    /** Reads the length of a step; none is one of no length. */
    static Duration step(@Nullable String text) {
        try {
            Duration step = text == null ? Duration.ZERO : Duration.parse(text);
            if (!step.isNegative() && step.compareTo(LONGEST_STEP) <= 0) {
                return step;
            }
            throw new InvalidTimeException("step", "is " + step + "; write a duration from PT0S to " + LONGEST_STEP);
        } catch (DateTimeParseException e) {
            throw new InvalidTimeException("step", "is \"" + text + "\"; write a duration such as PT1M", e);
        }
    }

    private static Instant instant(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidTimeException(field, "is \"" + text + "\"; write a time such as 2026-01-31T12:00:00Z", e);
        }
    }

    /** A request's time cannot be read. */
    static final class InvalidTimeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final String problem;

        InvalidTimeException(String field, String problem) {
            super(field + " " + problem);
            this.field = field;
            this.problem = problem;
        }

        InvalidTimeException(String field, String problem, Throwable cause) {
            super(field + " " + problem, cause);
            this.field = field;
            this.problem = problem;
        }

        String field() {
            return field;
        }

        String problem() {
            return problem;
        }
    }
}
