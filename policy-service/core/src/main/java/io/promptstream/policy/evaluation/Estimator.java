package io.promptstream.policy.evaluation;

import java.util.Locale;

/** How a target's reward is estimated. */
public enum Estimator {
    /** Inverse propensity scores. */
    IPS,
    /** Self-normalised inverse propensity scores. */
    SNIPS,
    /** Doubly robust. */
    DR;

    /** As events and answers write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
