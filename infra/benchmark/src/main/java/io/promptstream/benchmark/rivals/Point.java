package io.promptstream.benchmark.rivals;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.promptstream.local.evaluation.Measures;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a method would serve from some call on, measured on inputs that it has never seen.
 *
 * @param calls after which the prompt is the method's best
 * @param accuracy null where right and wrong have no meaning
 * @param accuracyByLabel by the label's name
 * @param confidence mean probability of the answers
 * @param calibrationError expected calibration error
 * @param calibratedAccuracy as {@link Measures} has it
 * @param reward mean; null where nothing has one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Point(
        long calls,
        String prompt,
        @Nullable Double accuracy,
        Map<String, Double> accuracyByLabel,
        @Nullable Double confidence,
        @Nullable Double calibrationError,
        @Nullable Double calibratedAccuracy,
        @Nullable Double reward) {

    static Point of(long calls, String prompt, Measures measures) {
        return new Point(
                calls,
                prompt,
                measures.accuracy(),
                measures.accuracyByLabel(),
                measures.confidence(),
                measures.calibrationError(),
                measures.calibratedAccuracy(),
                measures.reward());
    }

    /** Accuracy of the label that is answered worst; null without labels. */
    @Nullable Double worstClass() {
        return accuracyByLabel.values().stream().min(Double::compare).orElse(null);
    }

    /** What methods are compared by: accuracy, or reward where there is none. */
    double score() {
        if (accuracy != null) {
            return accuracy;
        }
        return reward == null ? Double.NaN : reward;
    }
}
