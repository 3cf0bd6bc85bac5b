package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Live policies that are newer than their snapshots in the topic, because their rounds were learned here too. Thread-safe. */
public final class FollowedSnapshots {
    /** Each has its weights. */
    private static final int MOST = 32;

    private final Map<String, Followed> newest = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    /** @param withoutState made once a version, since every query asks for it */
    private record Followed(PolicySnapshot whole, PolicySnapshot withoutState) {}

    /** A policy as it is committed; an earlier version of the one that is known is ignored. */
    public synchronized void put(PolicySnapshot snapshot) {
        Followed known = newest.get(snapshot.getTaskId());
        if (known != null && follows(known.whole(), snapshot)) {
            return;
        }
        newest.put(snapshot.getTaskId(), new Followed(snapshot, withoutState(snapshot)));
        if (newest.size() > MOST) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    /** Whether the policy that was put last of the task has learned the round. */
    public synchronized boolean hasLearned(String taskId, UUID roundId) {
        Followed policy = newest.get(taskId);
        return policy != null
                && policy.whole().getRecent().stream()
                        .anyMatch(round -> round.getRoundId().equals(roundId));
    }

    /** The policy that has come of this snapshot since, if it is known. */
    public synchronized Optional<PolicySnapshot> since(PolicySnapshot saved) {
        return following(saved).map(Followed::whole);
    }

    /** As {@link #since}, without its weights. */
    public synchronized Optional<PolicySnapshot> withoutStateSince(PolicySnapshot saved) {
        return following(saved).map(Followed::withoutState);
    }

    private Optional<Followed> following(PolicySnapshot saved) {
        return Optional.ofNullable(newest.get(saved.getTaskId())).filter(followed -> follows(followed.whole(), saved));
    }

    /** The snapshot as it may be kept for each task, whatever its policy's size. */
    public static PolicySnapshot withoutState(PolicySnapshot whole) {
        return PolicySnapshot.newBuilder(whole)
                .setState(ByteBuffer.allocate(0))
                .setTask(null)
                .build();
    }

    private static boolean follows(PolicySnapshot followed, PolicySnapshot saved) {
        return saved.getCandidate().isEmpty()
                && followed.getVersion() > saved.getVersion()
                && followed.getTaskRevision() == saved.getTaskRevision()
                && followed.getTaskCreatedAt().equals(saved.getTaskCreatedAt())
                && followed.getPromotionId().equals(saved.getPromotionId());
    }
}
