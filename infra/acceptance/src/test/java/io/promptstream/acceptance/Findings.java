package io.promptstream.acceptance;

import java.util.ArrayList;
import java.util.List;

/** What there is too much of, what is missing, and what contradicts itself. Counted as a whole; the first of each kind are told. */
final class Findings {

    private static final int EXAMPLES = 5;

    private final List<String> examples = new ArrayList<>();
    private long duplicates;
    private long losses;
    private long contradictions;

    /** Compares how often something is there with how often it should be. */
    void compare(String what, String id, int expected, int actual) {
        if (actual > expected) {
            example(duplicates, "%s %s: %d instead of %d".formatted(what, id, actual, expected));
            duplicates += actual - expected;
        } else if (actual < expected) {
            example(losses, "%s %s: %d instead of %d".formatted(what, id, actual, expected));
            losses += expected - actual;
        }
    }

    void contradiction(String what) {
        example(contradictions, what);
        contradictions++;
    }

    long duplicates() {
        return duplicates;
    }

    long losses() {
        return losses;
    }

    long contradictions() {
        return contradictions;
    }

    List<String> examples() {
        return List.copyOf(examples);
    }

    private void example(long before, String text) {
        if (before < EXAMPLES) {
            examples.add(text);
        }
    }
}
