package io.promptstream.policy.round;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.PromotionKind;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.TaskLearner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Candidates, and orders to follow them, that tests start from. */
public final class CandidateSamples {
    private CandidateSamples() {}

    /** The order to make a candidate of that name the policy; equal names give equal orders. */
    public static Promotion promotion(String name) {
        return Promotion.newBuilder()
                .setPromotionId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
                .setKind(PromotionKind.PROMOTION)
                .setCandidate(name)
                .setOrderedAt(Instant.EPOCH)
                .build();
    }

    /** The task with that order. */
    public static Task promoted(Task task, String name) {
        return Task.newBuilder(task).setPromotion(promotion(name)).build();
    }

    /** A candidate that has learned so many rounds with the task's policy, others than a live policy of the tests does. */
    public static PolicySnapshot candidate(Policies policies, Task task, String name, int rounds) {
        TaskLearner learner = new PolicySteps(policies, Clock.systemUTC()).begin(task, Optional.empty());
        for (int i = 0; i < rounds; i++) {
            learner.learn(RoundSamples.result(new UUID(7, 70 + 3L * i), task.getTaskId(), i));
        }
        return PolicySnapshot.newBuilder(learner.snapshot())
                .setCandidate(name)
                .setLineage(lineage(task))
                .build();
    }

    public static Lineage lineage(Task task) {
        return Lineage.newBuilder()
                .setReplayId(new UUID(7, 7))
                .setTopic("round-results")
                .setPartition(0)
                .setFromOffset(0)
                .setToOffset(9)
                .setPolicy(task.getPolicy())
                .setCodeVersion("test")
                .build();
    }
}
