package io.promptstream.simulation.node;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.round.FollowedSnapshots;
import io.promptstream.policy.round.PolicyFollower;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.simulation.log.Broker;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What one policy service knows of policies: the snapshots, and the live policies that are newer than theirs. */
public final class Snapshots {
    private final View<PolicySnapshot> saved;
    private final FollowedSnapshots followed = new FollowedSnapshots();
    private final Witness witness;

    Snapshots(Broker broker, Witness witness) {
        this.saved = new View<>(broker, Topics.SNAPSHOTS, PolicySnapshot.class);
        this.witness = witness;
    }

    /** Reads the snapshots to their end. */
    void catchUp() {
        saved.catchUp();
    }

    /** The task's live policy as it is committed, if there is one. */
    public Optional<PolicySnapshot> newest(String taskId) {
        return saved.find(taskId)
                .map(snapshot -> followed.withoutStateSince(snapshot).orElse(snapshot));
    }

    /** The whole of a snapshot, or of a newer one that has taken its place. */
    Optional<PolicySnapshot> whole(PolicySnapshot kept) {
        return saved.find(CandidateKeys.of(kept))
                .map(snapshot -> followed.since(snapshot).orElse(snapshot));
    }

    /** The task's live policy as it was saved last. */
    public Optional<PolicyFollower.Saved> saved(String taskId) {
        return saved.find(taskId).map(snapshot -> new PolicyFollower.Saved(snapshot, saved.offset(taskId)));
    }

    /** The task's candidate of that name. */
    public Optional<PolicySnapshot> candidate(String taskId, String name) {
        return saved.find(CandidateKeys.of(taskId, name));
    }

    List<PolicySnapshot> candidates(String taskId) {
        return saved.all().stream()
                .filter(snapshot -> snapshot.getTaskId().equals(taskId)
                        && snapshot.getCandidate().isPresent())
                .toList();
    }

    /** Takes a policy that was learned here, or learned again. */
    void put(PolicySnapshot policy) {
        witness.learned(policy);
        followed.put(policy);
    }

    /** Whether the task's policy that was put last has learned the round. */
    boolean hasLearned(String taskId, UUID roundId) {
        return followed.hasLearned(taskId, roundId);
    }
}
