package io.promptstream.policy.replay;

import io.promptstream.event.ReplayDifference;
import java.util.Optional;

/** A replay that cannot come to its end; the message says why, and what to do where something can be done. */
public final class ReplayFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<ReplayDifference> difference;

    ReplayFailure(String message) {
        super(message);
        this.difference = Optional.empty();
    }

    ReplayFailure(String message, ReplayDifference difference) {
        super(message);
        this.difference = Optional.of(difference);
    }

    /** Where the replay came to something else than the live policy, if that is why it failed. */
    Optional<ReplayDifference> difference() {
        return difference;
    }
}
