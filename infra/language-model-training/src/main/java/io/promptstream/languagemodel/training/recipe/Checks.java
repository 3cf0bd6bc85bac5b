package io.promptstream.languagemodel.training.recipe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What recipe records check; a message names the field and says what to write. */
final class Checks {

    private Checks() {}

    /** The YAML reader leaves what is not written at null, whatever the type says. */
    static void require(@Nullable Object value, String field) {
        if (value == null) {
            throw missing(field);
        }
    }

    /** A list, and every element of it. */
    static void requireAll(@Nullable List<?> values, String field) {
        if (values == null) {
            throw missing(field);
        }
        for (int i = 0; i < values.size(); i++) {
            require(values.get(i), field + "[" + i + "]");
        }
    }

    static void requirePositive(long value, String field) {
        if (value <= 0) {
            throw new IllegalArgumentException(field + ": write a number above 0, not " + value);
        }
    }

    static void requirePositive(double value, String field) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(field + ": write a number above 0, not " + value);
        }
    }

    static void requireProbability(double value, String field) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + ": write a number from 0 to 1, not " + value);
        }
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException(field + " is missing; write it");
    }
}
