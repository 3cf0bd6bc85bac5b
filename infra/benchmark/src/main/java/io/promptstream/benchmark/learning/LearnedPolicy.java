package io.promptstream.benchmark.learning;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.round.Learners;
import java.time.Clock;
import java.util.Optional;

/** The policy of one task, learned round by round by the policy service's own learner. Belongs to one thread. */
public final class LearnedPolicy {
    private final Task task;
    private final Learners learners;
    private PolicySnapshot newest;

    /** Begins with a policy that has learned nothing. */
    public LearnedPolicy(Task task, Policies policies, Clock clock) {
        this.task = task;
        this.learners = new Learners(policies, clock, "");
        learners.open(task, Optional.empty(), Optional.empty());
        this.newest = learners.takeUpdates().getFirst().snapshot();
    }

    /** Learns a round, or skips it as the service would; the snapshot then lists it. A round that was here before is ignored. */
    public void learn(RoundResult round) {
        learners.learn(task, round);
        learners.takeUpdates().forEach(update -> newest = update.snapshot());
    }

    /** What the service would publish now. */
    public PolicySnapshot snapshot() {
        return newest;
    }
}
