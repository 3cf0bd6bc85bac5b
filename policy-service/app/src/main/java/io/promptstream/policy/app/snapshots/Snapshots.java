package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.policy.round.FollowedSnapshots;
import io.promptstream.schemas.topic.CandidateKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * The newest snapshot of each task's policy, and of each of its candidates. Weights stay in the topic, but for those of live
 * policies that were asked for last.
 */
public final class Snapshots {
    /** A newer snapshot may take the place of one that is just being read. */
    private static final int ATTEMPTS = 5;

    private final CompactedTopic<SnapshotEntry> snapshots;
    private final SnapshotCache whole;
    private final FollowedSnapshots followed;
    private final SnapshotRecords records;

    Snapshots(
            CompactedTopic<SnapshotEntry> snapshots,
            SnapshotCache whole,
            FollowedSnapshots followed,
            SnapshotRecords records) {
        this.snapshots = snapshots;
        this.whole = whole;
        this.followed = followed;
        this.records = records;
    }

    /** The task's live policy as it is committed, without weights, if there is one; never a candidate. */
    public Optional<PolicySnapshot> newest(String taskId) {
        return snapshots
                .find(taskId)
                .map(SnapshotEntry::snapshot)
                .filter(snapshot -> snapshot.getCandidate().isEmpty())
                .map(saved -> followed.withoutStateSince(saved).orElse(saved));
    }

    /** The newest committed snapshot of the task's candidate of that name, without weights and lists, if there is one. */
    public Optional<PolicySnapshot> candidate(String taskId, String name) {
        return snapshots.find(CandidateKeys.of(taskId, name)).map(SnapshotEntry::snapshot);
    }

    /**
     * The whole of a snapshot, or of a newer one that has taken its place; nothing if it was deleted since.
     *
     * @throws KafkaException if it has to be read and the brokers do not answer
     */
    public Optional<PolicySnapshot> whole(PolicySnapshot kept) {
        String key = CandidateKeys.of(kept);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<SnapshotEntry> newest = snapshots.find(key);
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            Optional<PolicySnapshot> found = followed.since(newest.get().snapshot())
                    .or(() -> whole.find(key, newest.get().offset()))
                    .or(() -> read(key, newest.get()));
            if (found.isPresent()) {
                return found;
            }
        }
        throw new KafkaException("the snapshot of %s changes faster than it can be read".formatted(key));
    }

    /** The newest committed snapshots of the task's candidates, without weights and lists, by name. */
    public List<PolicySnapshot> candidates(String taskId) {
        return snapshots.all().stream()
                .map(SnapshotEntry::snapshot)
                .filter(snapshot -> snapshot.getTaskId().equals(taskId)
                        && snapshot.getCandidate().isPresent())
                .sorted(Comparator.comparing(snapshot -> snapshot.getCandidate().orElseThrow()))
                .toList();
    }

    /** Whether the topic was read to the end that it had at start; before that, a missing snapshot means nothing. */
    public boolean ready() {
        return snapshots.ready();
    }

    private Optional<PolicySnapshot> read(String key, SnapshotEntry kept) {
        Optional<PolicySnapshot> read = records.read(key, kept.partition(), kept.offset());
        // A candidate is asked for once in a while, a live policy with every query.
        if (kept.snapshot().getCandidate().isEmpty()) {
            read.ifPresent(snapshot -> whole.put(key, kept.offset(), snapshot));
        }
        return read;
    }
}
