package io.promptstream.policy.learning;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import java.util.List;
import java.util.Optional;

/**
 * What a learner has to tell since it last told.
 *
 * @param saved the policy as it is now, where it is to be saved as a whole; lists the rounds since it was saved before
 * @param steps the steps that led to it, in order, for the history
 */
public record PolicyUpdate(String taskId, Optional<PolicySnapshot> saved, List<PolicyEvent> steps) {
    public PolicyUpdate {
        steps = List.copyOf(steps);
    }

    /**
     * The policy as it is now.
     *
     * @throws java.util.NoSuchElementException if only the steps are told
     */
    public PolicySnapshot snapshot() {
        return saved.orElseThrow();
    }
}
