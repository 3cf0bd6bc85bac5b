package io.promptstream.benchmark.tuning;

import io.promptstream.local.evaluation.Measures;
import java.util.Objects;

/**
 * What became of one run after so many calls of the task model. All measures are of inputs that nothing was learned from and
 * nothing selected on.
 *
 * @param seed of the split, the policy, the order of the queries and the random prompts
 * @param version rounds that were learned
 * @param champion what would serve
 * @param greedy the policy's own prompt
 * @param random the best random prompt that as many calls find
 * @param initial the greedy prompt before the first round
 * @param handWritten median accuracy of the task's hand-written prompts; not a number without any
 * @param ceiling highest accuracy of any random prompt that was tried; not a number where nobody asked
 */
record Outcome(
        long seed,
        long calls,
        long version,
        Measured champion,
        Measured greedy,
        Measured random,
        Measured initial,
        double handWritten,
        double ceiling) {

    /** A prompt with its measures. */
    record Measured(String prompt, Measures measures) {
        /** All answers are scores of labels. */
        double calibratedAccuracy() {
            return Objects.requireNonNull(measures.calibratedAccuracy());
        }

        double accuracy() {
            return Objects.requireNonNull(measures.accuracy());
        }

        double reward() {
            return Objects.requireNonNull(measures.reward());
        }
    }

    /** Accuracy of the champion above that of the best random prompt. */
    double lead() {
        return champion.accuracy() - random.accuracy();
    }

    double calibratedLead() {
        return champion.calibratedAccuracy() - random.calibratedAccuracy();
    }
}
