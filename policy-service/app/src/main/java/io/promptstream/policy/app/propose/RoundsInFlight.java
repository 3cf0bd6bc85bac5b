package io.promptstream.policy.app.propose;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rounds of each task that this instance's proposer had in flight when it last looked. Thread-safe. */
public final class RoundsInFlight {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    public int of(String taskId) {
        return counts.getOrDefault(taskId, 0);
    }

    void put(String taskId, int rounds) {
        counts.put(taskId, rounds);
    }
}
