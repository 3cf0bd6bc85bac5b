package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What tests of the proposer share: a policy of few numbers, a clock that stands still, and one that is set. */
final class ProposerFixture {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC);
    static final long ROUND_BYTES = 1 << 20;

    final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    final Task task = TaskSamples.task("task");
    /** Of the clock that nobody sets; it may overflow. */
    long nanos = Long.MAX_VALUE - 1;

    private final AtomicLong rounds = new AtomicLong();

    /** A task that people or a program rate. */
    static Task rated(RatedBy by) {
        Task task = TaskSamples.task("rated");
        return Task.newBuilder(task)
                .setReward(RewardDefinition.newBuilder(task.getReward())
                        .setKind(RewardKind.RATING)
                        .setRatedBy(by)
                        .build())
                .build();
    }

    Proposer proposer() {
        return proposer(ROUND_BYTES);
    }

    Proposer proposer(long roundBytes) {
        return new Proposer(
                new CurrentPolicies(policies, Optional::of),
                CLOCK,
                () -> nanos,
                new SplittableRandom(1),
                () -> new UUID(0, rounds.incrementAndGet()),
                roundBytes);
    }

    /** Snapshot of the task's policy after it has learned a round. */
    PolicySnapshot learnedRound(UUID roundId) {
        Learners learners = learners();
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, RoundSamples.result(roundId, "task", 0));
        return learners.takeUpdates().getFirst().snapshot();
    }

    /** Learners of the same policies. */
    Learners learners() {
        return new Learners(policies, CLOCK, "test");
    }
}
