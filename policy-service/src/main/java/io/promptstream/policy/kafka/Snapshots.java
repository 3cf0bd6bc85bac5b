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

    /** Whether the topic was read to the end that it had at start; before that, a missing snapshot means nothing. */
    public boolean ready() {
        return snapshots.ready();
    }
}
