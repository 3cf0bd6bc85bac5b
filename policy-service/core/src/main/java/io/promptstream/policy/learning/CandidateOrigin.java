package io.promptstream.policy.learning;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Task;
import java.util.Optional;
import java.util.UUID;

/**
 * Which candidate a task's policy was, if it was one.
 *
 * @param firstVersion rounds of earlier versions are another policy's
 * @param promotionId the last promotion that was followed
 * @param lineage of the candidate
 */
record CandidateOrigin(long firstVersion, Optional<UUID> promotionId, Optional<Lineage> lineage) {
    static final CandidateOrigin NONE = new CandidateOrigin(0, Optional.empty(), Optional.empty());

    static CandidateOrigin of(PolicySnapshot snapshot) {
        return new CandidateOrigin(snapshot.getFirstVersion(), snapshot.getPromotionId(), snapshot.getLineage());
    }

    static CandidateOrigin of(Promotion promotion, PolicySnapshot candidate, long firstVersion) {
        return new CandidateOrigin(firstVersion, Optional.of(promotion.getPromotionId()), candidate.getLineage());
    }

    /** Whether the candidate learned from rewards that the task does not give. */
    static boolean hasOtherRewards(Task task, PolicySnapshot candidate) {
        return candidate
                .getLineage()
                .flatMap(Lineage::getReward)
                .filter(reward -> !reward.equals(task.getReward()))
                .isPresent();
    }

    /** The candidate as the task's policy of that version; what it measured counts if its rewards are the task's. */
    static PolicySnapshot adopted(Task task, PolicySnapshot candidate, long version) {
        return PolicySnapshot.newBuilder(candidate)
                .setVersion(version)
                .setChampionSince(
                        candidate.getChampion().map(champion -> version).orElse(null))
                .setTaskRevision(hasOtherRewards(task, candidate) ? candidate.getTaskRevision() : task.getRevision())
                .build();
    }

    /** Of a policy that begins after this one: an order that was followed once is not followed again. */
    CandidateOrigin begunAnew() {
        return new CandidateOrigin(firstVersion, promotionId, Optional.empty());
    }

    void writeTo(PolicySnapshot.Builder snapshot) {
        snapshot.setFirstVersion(firstVersion)
                .setPromotionId(promotionId.orElse(null))
                .setLineage(lineage.orElse(null));
    }
}
