package io.promptstream.policy.replay;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.policy.round.RoundSamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the live learner does and what the topics have of it: rounds and history, with those of another task between. */
final class LiveLearning {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);

    private final Policies policies;
    private final Learners learners;
    private final MemoryRecordings recordings;
    /** Newest snapshot by version. */
    private final Map<Long, PolicySnapshot> snapshots = new HashMap<>();

    private Task task;
    private long version;
    private int rounds;

    LiveLearning(Policies policies, MemoryRecordings recordings, Task task) {
        this.policies = policies;
        this.learners = new Learners(policies, CLOCK, "live");
        this.recordings = recordings;
        this.task = task;
        learners.open(task, Optional.empty(), Optional.empty());
        publish();
    }

    /** Learns rounds, and publishes after so many each. */
    void learn(int count, int perSnapshot) {
        for (int i = 0; i < count; i++) {
            learn(result(version));
            if (i % perSnapshot == perSnapshot - 1) {
                publish();
            }
        }
        publish();
    }

    /** A round that the learner leaves out, because no such version is there. */
    void learnTooNew() {
        learn(result(version + 40));
    }

    /** The round before once more. */
    void learnAgain(RoundResult round) {
        recordings.round(round);
        learners.learn(task, round);
    }

    RoundResult learn(RoundResult round) {
        recordings.round(MemoryRecordings.ROUNDS, "another", Optional.of(round));
        recordings.round(round);
        learners.learn(task, round);
        return round;
    }

    RoundResult result(long policyVersion) {
        return RoundResult.newBuilder(RoundSamples.result(new UUID(7, ++rounds), task.getTaskId(), policyVersion))
                .setTaskRevision(task.getRevision())
                .setClosedAt(Instant.ofEpochMilli(1_000 + rounds))
                .build();
    }

    /** The task is changed, or a candidate is promoted. */
    void change(Task changed, Optional<PolicySnapshot> candidate) {
        task = changed;
        learners.reopen(task, candidate);
        publish();
    }

    /** The task is deleted and another put under its id. */
    void putAnew(Task anew) {
        learners.forget(task.getTaskId()::equals);
        snapshots.clear();
        task = anew;
        learners.open(task, Optional.empty(), Optional.empty());
        publish();
    }

    void publish() {
        for (PolicyUpdate updates : learners.takeUpdates()) {
            for (PolicyEvent step : updates.steps()) {
                recordings.step("another", step);
                recordings.step(step.getTaskId(), step);
            }
            version = updates.snapshot().getVersion();
            snapshots.put(version, updates.snapshot());
        }
    }

    /** The newest snapshot. */
    PolicySnapshot snapshot() {
        return snapshot(version);
    }

    PolicySnapshot snapshot(long version) {
        return Optional.ofNullable(snapshots.get(version)).orElseThrow();
    }

    long version() {
        return version;
    }

    /** Digest of a policy with other settings that learns these rounds directly. */
    String trained(PolicyDefinition policy, List<RoundResult> learned, Optional<PolicySnapshot> from)
            throws IncompatibleStateException {
        PolicySteps steps = new PolicySteps(policies, CLOCK);
        Task under = Task.newBuilder(task).setPolicy(policy).build();
        TaskLearner learner = from.isPresent() ? steps.resume(under, from.get()) : steps.begin(under, Optional.empty());
        learned.forEach(learner::relearn);
        return learner.digest();
    }
}
