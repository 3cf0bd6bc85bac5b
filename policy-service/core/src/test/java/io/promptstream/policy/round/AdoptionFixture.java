package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A policy that learns live, and a candidate that is to take its place. */
final class AdoptionFixture {
    final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    final Task task = TaskSamples.contested("task", 2);
    final Task promoted =
            CandidateSamples.promoted(Task.newBuilder(task).setRevision(2).build(), "better");
    final PolicySnapshot candidate = PolicySnapshot.newBuilder(CandidateSamples.candidate(policies, task, "better", 5))
            .setChampion(CandidateSamples.standing("proven", 0))
            .setChampionSince(4L)
            .setContenders(List.of(CandidateSamples.standing("nearly", 0)))
            .build();
    final Learners learners = learners();

    /** The task's learner has learned so many rounds. */
    PolicySnapshot live(int rounds) {
        learners.open(task, Optional.empty(), Optional.empty());
        for (int i = 1; i <= rounds; i++) {
            learners.learn(task, round(i, i - 1));
        }
        return learners.takeUpdates().getFirst().snapshot();
    }

    Learners learners() {
        return new Learners(policies, Clock.systemUTC(), "test");
    }

    static RoundResult round(int number, long policyVersion) {
        return RoundSamples.result(new UUID(0, number), "task", policyVersion);
    }
}
