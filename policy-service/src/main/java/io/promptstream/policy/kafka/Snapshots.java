package io.promptstream.policy.kafka;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.service.CompactedTopic;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The newest snapshot of each task's policy, and of each of its candidates. */
public final class Snapshots {
    private final CompactedTopic<PolicySnapshot> snapshots;

    Snapshots(CompactedTopic<PolicySnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    /** The newest committed snapshot of the task's live policy, if there is one; never a candidate. */
    public Optional<PolicySnapshot> newest(String taskId) {
        return snapshots.find(taskId).filter(snapshot -> snapshot.getCandidate().isEmpty());
    }

    /** The newest committed snapshot of the task's candidate of that name, if there is one. */
    public Optional<PolicySnapshot> candidate(String taskId, String name) {
        return snapshots.find(CandidateKeys.of(taskId, name));
    }

    /** The newest committed snapshots of the task's candidates, by name. */
    public List<PolicySnapshot> candidates(String taskId) {
        return snapshots.all().stream()
                .filter(snapshot -> snapshot.getTaskId().equals(taskId)
                        && snapshot.getCandidate().isPresent())
                .sorted(Comparator.comparing(snapshot -> snapshot.getCandidate().orElseThrow()))
                .toList();
    }

    /** Whether the topic was read to the end that it had at start; before that, a missing snapshot means nothing. */
    public boolean ready() {
        return snapshots.ready();
    }
}
