package io.promptstream.languagemodel.training;

import org.jspecify.annotations.Nullable;

/** What recipe records check; a message names the field and says what to write. */
final class Checks {

    private Checks() {}

    /** The YAML reader leaves what is not written at null, whatever the type says. */
    static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing; write it");
        }
    }

    static void requirePositive(int value, String field) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + ": write a number above 0, not " + value);
        }
    }

    static void requireProbability(double value, String field) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + ": write a number from 0 to 1, not " + value);
        }
    }
}
