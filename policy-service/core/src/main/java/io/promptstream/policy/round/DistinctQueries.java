package io.promptstream.policy.round;

import io.promptstream.event.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Estimates how many different queries a task's stream is made of, from how often each of the last ones came: with {@code d}
 * different ones, {@code f1} of which came once and {@code f2} twice, {@code d + f1 (f1 - 1) / (2 (f2 + 1))} (Chao, 1984,
 * Scandinavian Journal of Statistics 11, in the form without bias). A file that is streamed again and again gives its number of
 * lines, a stream in which nothing comes twice more than it could ever tell apart. Belongs to one thread.
 */
final class DistinctQueries {
    static final int WINDOW = 2_048;

    private final Deque<Integer> latest = new ArrayDeque<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    /** How many queries came as often as the index says, once and twice. */
    private final int[] frequencies = new int[3];

    void add(Query query) {
        int hash = 31 * query.getText().hashCode() + query.getContext().hashCode();
        latest.addLast(hash);
        change(hash, 1);
        if (latest.size() > WINDOW) {
            change(latest.removeFirst(), -1);
        }
    }

    private void change(int hash, int by) {
        int before = counts.getOrDefault(hash, 0);
        int after = before + by;
        if (after == 0) {
            counts.remove(hash);
        } else {
            counts.put(hash, after);
        }
        if (before < frequencies.length) {
            frequencies[before]--;
        }
        if (after < frequencies.length) {
            frequencies[after]++;
        }
    }

    /** The estimate, at least the number of different queries that were seen lately. */
    int estimate() {
        int once = frequencies[1];
        return counts.size() + once * (once - 1) / (2 * (frequencies[2] + 1));
    }
}
