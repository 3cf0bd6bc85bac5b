package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be measured and drawn. An event may name any time and any number; the others are shown as if they were absent. */
final class Plausible {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
    /** Squares of it still add up. */
    private static final double LARGEST = 1e12;

    private Plausible() {}

    static @Nullable Instant time(@Nullable Instant time) {
        return time == null || time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
    }

    static boolean number(double value) {
        return Math.abs(value) <= LARGEST;
    }

    static @Nullable Double number(Optional<Double> value) {
        return value.filter(Plausible::number).orElse(null);
    }
}
