package io.promptstream.policy.kafka;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.service.CompactedTopic;
import java.util.Optional;

/** The newest snapshot of each task. */
public final class Snapshots {
    private final CompactedTopic<PolicySnapshot> snapshots;

    Snapshots(CompactedTopic<PolicySnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    /** The newest committed snapshot of the task, if there is one. */
    public Optional<PolicySnapshot> newest(String taskId) {
        return snapshots.find(taskId);
    }

    /** The newest committed snapshot of a candidate of the task, if there is one. */
    public Optional<PolicySnapshot> candidate(String taskId, String name) {
        return snapshots.find(key(taskId, name));
    }

    /** The key of a snapshot: its task, and for a candidate its name too. */
    static String key(PolicySnapshot snapshot) {
        return snapshot.getCandidate()
                .map(name -> key(snapshot.getTaskId(), name))
                .orElse(snapshot.getTaskId());
    }

    private static String key(String taskId, String name) {
        return taskId + "/" + name;
    }

    /** Whether the topic was read to the end that it had at start; before that, a missing snapshot means nothing. */
    public boolean ready() {
        return snapshots.ready();
    }
}
