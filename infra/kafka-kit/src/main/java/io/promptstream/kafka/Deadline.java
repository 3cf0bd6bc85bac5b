package io.promptstream.kafka;

import java.time.Duration;

/** A moment until which something may take, by the machine's monotonic time: setting the clock changes nothing. */
public final class Deadline {
    private final long begun = System.nanoTime();
    private final Duration time;

    private Deadline(Duration time) {
        this.time = time;
    }

    /** The moment that is so long from now. */
    public static Deadline in(Duration time) {
        return new Deadline(time);
    }

    public boolean isOver() {
        return left().isZero();
    }

    /** The time until then; zero when it is over. */
    public Duration left() {
        Duration left = time.minusNanos(System.nanoTime() - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
