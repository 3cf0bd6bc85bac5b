package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.learning.TaskLearners;
import io.promptstream.policy.task.PolicySpecifications;
import java.time.Clock;
import java.util.Optional;

/**
 * The steps by which a task's live policy comes about, one method for each that the history knows but learning, which is
 * {@link TaskLearner#learn}. Whoever takes a step and whoever takes it again later does the same. Belongs to one thread.
 *
 * <p>Each throws an {@link IllegalArgumentException} if the task's policy is one that this version of the service cannot
 * make.
 */
public final class PolicySteps {
    private final Policies policies;
    private final Clock clock;

    public PolicySteps(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * BEGAN: a policy that nothing was learned by.
     *
     * @param before the snapshot whose version was the last one, if there was any
     */
    public TaskLearner begin(Task task, Optional<PolicySnapshot> before) {
        return TaskLearners.begin(task, policies.initial(PolicySpecifications.of(task)), before, clock);
    }

    /**
     * CONTINUED: the weights of a snapshot under another revision of the task; no step if it is of this revision. After
     * PROMOTED, with the snapshot of that step, it leads on from there.
     *
     * @throws IncompatibleStateException if the task's settings have made the weights meaningless
     */
    public TaskLearner resume(Task task, PolicySnapshot snapshot) throws IncompatibleStateException {
        return TaskLearners.resume(
                task, snapshot, policies.restore(PolicySpecifications.of(task), PolicyState.of(snapshot)), clock);
    }

    /**
     * PROMOTED: the task's promotion is followed.
     *
     * @param live the newest snapshot of the policy that is replaced, if there is one
     * @throws IncompatibleStateException if the candidate does not fit the task's settings, or is that of an earlier task
     *     of the same id
     */
    public TaskLearner adopt(Task task, Optional<PolicySnapshot> live, PolicySnapshot candidate)
            throws IncompatibleStateException {
        if (!TaskLearner.continues(task, candidate)) {
            throw new IncompatibleStateException("it was made for a task of the same id that was deleted since");
        }
        return TaskLearners.adopt(
                task,
                live,
                candidate,
                policies.restore(PolicySpecifications.of(task), PolicyState.of(candidate)),
                clock);
    }
}
