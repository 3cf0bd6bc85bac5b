package io.promptstream.policy.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Enum constants as people write them; all but {@code UNKNOWN}. */
final class Choices {
    private Choices() {}

    /** {@code LABEL_MARGIN} is written {@code label-margin}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant of that name. */
    static <E extends Enum<E>> Optional<E> find(Class<E> type, String name) {
        return constants(type).filter(constant -> name(constant).equals(name)).findFirst();
    }

    /** All names, for people. */
    static <E extends Enum<E>> String names(Class<E> type) {
        return constants(type).map(Choices::name).collect(Collectors.joining(", "));
    }

    private static <E extends Enum<E>> Stream<E> constants(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> !constant.name().equals("UNKNOWN"));
    }
}
