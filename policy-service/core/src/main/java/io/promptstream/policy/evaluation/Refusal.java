package io.promptstream.policy.evaluation;

/**
 * Why an estimator gives no answer.
 *
 * @param message what is wrong and what to do about it
 */
public record Refusal(Estimator estimator, Reason reason, String message) {

    /** Kinds of reasons. */
    public enum Reason {
        NO_ROUNDS,
        ALL_TRUNCATED,
        NO_OVERLAP,
        SMALL_EFFECTIVE_SAMPLE,
        IMPLAUSIBLE_WEIGHTS
    }
}
