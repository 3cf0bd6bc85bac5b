package io.promptstream.simulation.node;

import java.util.Map;
import java.util.TreeMap;

/** How often what has happened, so that one can see which faults were tried. */
public final class Coverage {
    private final Map<String, Long> counts = new TreeMap<>();

    public void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    public void add(Coverage other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    public Map<String, Long> counts() {
        return counts;
    }
}
