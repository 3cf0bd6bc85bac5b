package io.promptstream.task.remote.reply;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long an endpoint asks to be left alone: {@code retry-after-ms}, {@code Retry-After} (RFC 9110, section 10.2.3: seconds
 * or a date), or else what {@code x-ratelimit-reset-*} and its relatives say: a length of time such as
 * {@code 6m0s} or {@code 120ms}, seconds, seconds or milliseconds since 1970, or a date. Of several such headers those count
 * whose limit is said to have nothing left, and of these the latest; if none says so, the earliest of all.
 */
public final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern LENGTH = Pattern.compile(
            "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");
    private static final long YEAR_2001_IN_SECONDS = 1_000_000_000L;
    private static final long YEAR_2001_IN_MILLIS = YEAR_2001_IN_SECONDS * 1000;
    private static final List<String> RESETS = List.of(
            "x-ratelimit-reset-requests",
            "x-ratelimit-reset-tokens",
            "x-ratelimit-reset",
            "ratelimit-reset",
            "anthropic-ratelimit-requests-reset",
            "anthropic-ratelimit-tokens-reset");

    private RetryAfter() {}

    /** What it says outright; empty where that is nothing, or nothing that can be understood; never negative. */
    public static Optional<Duration> asked(HttpHeaders headers, Instant now) {
        return headers.firstValue("retry-after-ms")
                .map(String::strip)
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> seconds(Double.parseDouble(value) / 1000))
                .or(() -> headers.firstValue("Retry-After").flatMap(value -> retryAfter(value.strip(), now)));
    }

    private static Optional<Duration> retryAfter(String value, Instant now) {
        return SECONDS.matcher(value).matches()
                ? Optional.of(seconds(Double.parseDouble(value)))
                : date(value, now).or(() -> length(value));
    }

    private record Reset(Duration after, boolean nothingLeft) {}

    /** When its limits are said to be new. */
    public static Optional<Duration> reset(HttpHeaders headers, Instant now) {
        List<Reset> resets = RESETS.stream()
                .flatMap(name -> headers.firstValue(name).stream()
                        .flatMap(value -> resetAt(value.strip(), now).stream())
                        .map(after -> new Reset(after, nothingLeft(headers, name))))
                .toList();
        Stream<Duration> used = resets.stream().filter(Reset::nothingLeft).map(Reset::after);
        return used.max(Comparator.naturalOrder())
                .or(() -> resets.stream().map(Reset::after).min(Comparator.naturalOrder()));
    }

    private static boolean nothingLeft(HttpHeaders headers, String reset) {
        return headers.firstValue(reset.replace("reset", "remaining"))
                .map(String::strip)
                .filter(left -> left.matches("-?\\d+") && (left.startsWith("-") || left.matches("0+")))
                .isPresent();
    }

    private static Optional<Duration> resetAt(String value, Instant now) {
        if (!SECONDS.matcher(value).matches()) {
            return length(value).or(() -> date(value, now));
        }
        double number = Double.parseDouble(value);
        if (number >= YEAR_2001_IN_MILLIS) {
            return Optional.of(until(Instant.ofEpochMilli((long) number), now));
        }
        return Optional.of(
                number >= YEAR_2001_IN_SECONDS ? until(Instant.ofEpochSecond((long) number), now) : seconds(number));
    }

    private static Optional<Duration> length(String value) {
        Matcher parts = LENGTH.matcher(value);
        if (value.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(seconds(part(parts, 1) * 86_400
                + part(parts, 2) * 3600
                + part(parts, 3) * 60
                + part(parts, 4)
                + part(parts, 5) / 1000));
    }

    private static double part(Matcher parts, int group) {
        String part = parts.group(group);
        return part == null ? 0 : Double.parseDouble(part);
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            return Optional.of(until(
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant(),
                    now));
        } catch (DateTimeException e) {
            try {
                return Optional.of(until(OffsetDateTime.parse(value).toInstant(), now));
            } catch (DateTimeException alsoNo) {
                return Optional.empty();
            }
        }
    }

    private static Duration until(Instant then, Instant now) {
        return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.ceil(seconds * 1000));
    }
}
