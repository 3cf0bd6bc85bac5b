package io.promptstream.testsupport;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which broker the tests run on. */
enum BrokerChoice {
    /** Docker where it answers and has the image, otherwise embedded. */
    AUTO,
    /** A container; no Docker is a failure. */
    DOCKER,
    /** A broker in the JVM of the tests. */
    EMBEDDED;

    static final String PROPERTY = "promptstream.test.kafka";

    /** Reads the property's value; blank means {@link #AUTO}. */
    static BrokerChoice of(String value) {
        if (value.isBlank()) {
            return AUTO;
        }
        return Arrays.stream(values())
                .filter(choice -> choice.key().equals(value.strip()))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(PROPERTY + " is '" + value + "': write one of "
                        + Arrays.stream(values()).map(BrokerChoice::key).collect(Collectors.joining(", "))));
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
