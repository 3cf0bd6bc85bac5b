package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.result;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/** Learners of one small policy, and rounds for them. */
final class LearnerFixture {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
    static final Task TASK = TaskSamples.contested("task", 2);
    static final PolicySpecification SPECIFICATION =
            new PolicySpecification.RlPrompt(SettingsSamples.small(2, 3), Set.of());

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));

    Policies policies() {
        return policies;
    }

    TaskLearner begin() {
        return begin(TASK);
    }

    TaskLearner begin(Task task) {
        return TaskLearners.begin(task, policies.initial(SPECIFICATION), Optional.empty(), CLOCK);
    }

    /** Anew, after another policy. */
    TaskLearner begin(Task task, PolicySnapshot before) {
        return TaskLearners.begin(task, policies.initial(SPECIFICATION), Optional.of(before), CLOCK);
    }

    TaskLearner resume(Task task, PolicySnapshot snapshot) throws IncompatibleStateException {
        PolicyState state =
                new PolicyState(snapshot.getStateFormat(), snapshot.getState().array());
        return TaskLearners.resume(task, snapshot, policies.restore(SPECIFICATION, state), CLOCK);
    }

    /** Two prompts on two queries: mean rewards 1 and 4, half of the answers correct. */
    static RoundResult round(int number, long policyVersion) {
        return RoundResult.newBuilder(RoundParts.round(number, result(0, 1 + number % 8, 0, 2), result(1, 3, 3, 5)))
                .setPolicyVersion(policyVersion)
                .build();
    }
}
