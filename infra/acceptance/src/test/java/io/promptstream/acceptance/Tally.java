package io.promptstream.acceptance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often each id stands in a topic: as its service wrote it, and as a copy that a fault made. */
final class Tally {

    private final Map<String, Integer> written = new HashMap<>();
    private final Map<String, Integer> copied = new HashMap<>();
    private long copies;

    void count(String id, boolean copy) {
        if (copy) {
            copied.merge(id, 1, Integer::sum);
            copies++;
        } else {
            written.merge(id, 1, Integer::sum);
        }
    }

    int written(String id) {
        return written.getOrDefault(id, 0);
    }

    /** Copies included. */
    int all(String id) {
        return written(id) + copied.getOrDefault(id, 0);
    }

    /** What was written, without copies. */
    Set<String> ids() {
        return written.keySet();
    }

    long copies() {
        return copies;
    }
}
