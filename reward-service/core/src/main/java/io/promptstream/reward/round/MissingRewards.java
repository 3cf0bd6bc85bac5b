package io.promptstream.reward.round;

import io.promptstream.event.RewardDefinition;

/** A task's rule for the rewards that a closing round lacks. */
public sealed interface MissingRewards {

    /** They are left out; averages run over what is there. */
    record LeaveOut() implements MissingRewards {}

    /** A value stands in for them. */
    record Default(double value) implements MissingRewards {}

    static MissingRewards of(RewardDefinition definition) {
        return switch (definition.getMissing()) {
            case LEAVE_OUT, UNKNOWN -> new LeaveOut();
            case DEFAULT_VALUE ->
                Double.isFinite(definition.getMissingValue())
                        ? new Default(definition.getMissingValue())
                        : new LeaveOut();
        };
    }
}
