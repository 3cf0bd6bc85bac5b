package io.promptstream.policy.learning;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import java.util.List;

/**
 * What a learner has to tell since it last told.
 *
 * @param snapshot the policy as it is now; lists the rounds since
 * @param steps the steps that led to it, in order; those that learned hold the same rounds
 */
public record PolicyUpdate(PolicySnapshot snapshot, List<PolicyEvent> steps) {
    public PolicyUpdate {
        steps = List.copyOf(steps);
    }
}
