package io.promptstream.policy.evaluation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What logged rounds say of a target.
 *
 * @param basis the rounds that the estimates are from
 * @param estimates of the estimators that give an answer
 * @param refusals one for each of the others
 * @param logging what the logging policies' own draws earned; nothing where there are fewer than two such rounds
 * @param roundsDrawn rounds with drawn prompts that can be used
 * @param roundsTried rounds in which the target's only prompt was tried on purpose
 * @param meanWeight mean importance weight of a round, 1 in expectation; 0 without drawn prompts
 */
public record Evaluation(
        Basis basis,
        Map<Estimator, Estimate> estimates,
        List<Refusal> refusals,
        Optional<Estimate> logging,
        long roundsDrawn,
        long roundsTried,
        double meanWeight) {

    /** Which of a round's prompts count. */
    public enum Basis {
        /** Those that the logging policy drew, weighted. */
        DRAWN,
        /** The target's only prompt, where it was tried on purpose; it was certain to be there, so its weight is 1. */
        TRIED
    }

    public Evaluation {
        estimates = Map.copyOf(estimates);
        refusals = List.copyOf(refusals);
    }
}
