package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Live policies that are newer than their snapshots in the topic, made here from these and the rounds since. Thread-safe. */
public final class FollowedSnapshots {
    /** Each has its weights. */
    private static final int MOST = 32;

    private final Map<String, PolicySnapshot> newest = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    synchronized void put(PolicySnapshot snapshot) {
        newest.put(snapshot.getTaskId(), snapshot);
        if (newest.size() > MOST) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    /** The policy that has come of this snapshot since, if it is known. */
    synchronized Optional<PolicySnapshot> since(PolicySnapshot saved) {
        return Optional.ofNullable(newest.get(saved.getTaskId()))
                .filter(followed -> saved.getCandidate().isEmpty()
                        && followed.getVersion() > saved.getVersion()
                        && followed.getTaskRevision() == saved.getTaskRevision()
                        && followed.getTaskCreatedAt().equals(saved.getTaskCreatedAt())
                        && followed.getPromotionId().equals(saved.getPromotionId()));
    }
}
