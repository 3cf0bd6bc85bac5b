package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.round.FollowedSnapshots;
import java.util.List;

/**
 * A snapshot as far as it is kept in memory, and where the whole of it stands in the topic.
 *
 * @param snapshot without its weights; a candidate's also without its lists
 */
public record SnapshotEntry(PolicySnapshot snapshot, int partition, long offset) {

    static SnapshotEntry of(PolicySnapshot whole, int partition, long offset) {
        PolicySnapshot kept = FollowedSnapshots.withoutState(whole);
        return new SnapshotEntry(
                whole.getCandidate().isEmpty()
                        ? kept
                        : PolicySnapshot.newBuilder(kept)
                                .setContenders(List.of())
                                .setRecent(List.of())
                                .setLearned(List.of())
                                .build(),
                partition,
                offset);
    }
}
