package io.promptstream.schemas.topic;

import java.time.Duration;

/** How long a topic keeps its records. */
public sealed interface Retention {

    /** The newest record of each key, for ever. */
    record Compacted() implements Retention {}

    /** Every record, for some time. */
    record Timed(Duration time) implements Retention {

        public Timed {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("Retention is " + time + ": give a positive duration");
            }
        }
    }

    static Retention days(int days) {
        return new Timed(Duration.ofDays(days));
    }
}
