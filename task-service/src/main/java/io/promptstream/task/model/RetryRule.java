package io.promptstream.task.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a call is repeated: what the endpoint asks for in {@code Retry-After} (RFC 9110, section
 * 10.2.3: seconds or a date), otherwise 0.5 s doubled with every attempt, up to 16 s, of which a random half is taken off
 * so that many callers do not come back together.
 */
final class RetryRule {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 5;

    private final RandomGenerator random;

    RetryRule(RandomGenerator random) {
        this.random = random;
    }

    static boolean repeatable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** @param attempt the attempt that failed, from 1 */
    Duration delay(int attempt, Optional<String> retryAfter, Instant now) {
        return retryAfter.flatMap(value -> parse(value.strip(), now)).orElseGet(() -> backoff(attempt));
    }

    private Duration backoff(int attempt) {
        Duration full = FIRST.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        return full.dividedBy(2).plusNanos((long) (random.nextDouble() * full.toNanos() / 2));
    }

    private static Optional<Duration> parse(String retryAfter, Instant now) {
        if (retryAfter.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant then = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
