package io.promptstream.reward.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * Whether a task does what it is for.
 *
 * @param stateReason in words; empty where there is nothing to say
 * @param cannotLearn why its settings do not let it learn, in words; null where they do
 * @param failureTotal failures of all kinds
 */
public record TaskHealth(
        State state,
        String stateReason,
        @Nullable String cannotLearn,
        long failureTotal,
        @Nullable FailureRow latestFailure) {

    /** How a task does. */
    public enum State {
        /** What it explores is rewarded. */
        LEARNING,
        /** It answers queries; nothing that it explores is rewarded. */
        SERVING_ONLY,
        /** It answers, and none of the latest answers was rewarded. */
        UNREWARDED,
        /** Queries wait for their answers. */
        STALLED,
        /** Half of the latest answers failed, or more. */
        FAILING,
        /** Nothing has happened for a while. */
        IDLE,
        /** Only its events are left. */
        DELETED
    }
}
