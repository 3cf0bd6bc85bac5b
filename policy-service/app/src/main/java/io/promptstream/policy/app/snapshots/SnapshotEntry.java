package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A snapshot as far as it is kept in memory, and where the whole of it stands in the topic.
 *
 * @param snapshot without its weights; a candidate's also without its lists
 */
public record SnapshotEntry(PolicySnapshot snapshot, int partition, long offset) {

    static SnapshotEntry of(PolicySnapshot whole, int partition, long offset) {
        PolicySnapshot.Builder kept = PolicySnapshot.newBuilder(whole).setState(ByteBuffer.allocate(0));
        if (whole.getCandidate().isPresent()) {
            kept.setContenders(List.of()).setRecent(List.of()).setLearned(List.of());
        }
        return new SnapshotEntry(kept.build(), partition, offset);
    }
}
