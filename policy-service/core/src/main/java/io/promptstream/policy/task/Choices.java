package io.promptstream.policy.task;

import java.util.Locale;

/** Enum constants as people write them. */
final class Choices {
    private Choices() {}

    /** {@code LABEL_MARGIN} is written {@code label-margin}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
