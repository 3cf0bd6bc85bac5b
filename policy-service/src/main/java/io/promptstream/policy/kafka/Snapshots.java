package io.promptstream.policy.kafka;

import io.promptstream.event.PolicySnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The newest snapshot of each task. Written by one thread, read by any. */
public final class Snapshots {
    private final Map<String, PolicySnapshot> newest = new ConcurrentHashMap<>();
    private volatile boolean ready;

    /** The newest committed snapshot of the task, if there is one. */
    public Optional<PolicySnapshot> newest(String taskId) {
        return Optional.ofNullable(newest.get(taskId));
    }

    /** Whether the topic was read to the end that it had at start; before that, a missing snapshot means nothing. */
    public boolean ready() {
        return ready;
    }

    void put(PolicySnapshot snapshot) {
        newest.put(snapshot.getTaskId(), snapshot);
    }

    void remove(String taskId) {
        newest.remove(taskId);
    }

    void caughtUp() {
        ready = true;
    }
}
