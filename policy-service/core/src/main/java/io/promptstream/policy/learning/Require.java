package io.promptstream.policy.learning;

/** Refuses settings that make no policy. */
final class Require {
    private Require() {}

    /** @throws IllegalArgumentException with the field and what to write, unless the condition holds */
    static void that(boolean condition, String name, Number value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException("%s is %s: write %s".formatted(name, value, expected));
        }
    }
}
