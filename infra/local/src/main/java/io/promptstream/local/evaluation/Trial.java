package io.promptstream.local.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one prompt on one input.
 *
 * @param label index of the right label among the task's; -1 where there is none
 * @param logits the task model's logit of each label, in the task's order, where any common shift is harmless; empty for text
 * @param reward raw; null where it failed
 * @param correct whether the answer equals the reference; null where that has no meaning, or it failed
 * @param components what the reward is made of, by name
 * @param failure why there is no reward; null where there is one
 */
public record Trial(
        int label,
        List<Double> logits,
        @Nullable Double reward,
        @Nullable Boolean correct,
        Map<String, Double> components,
        @Nullable String failure) {

    public Trial {
        logits = List.copyOf(logits);
        components = Map.copyOf(components);
    }

    /** One that failed for this reason. */
    static Trial failed(int label, String failure) {
        return new Trial(label, List.of(), null, null, Map.of(), failure);
    }

    /** Whether the answer consists of scores of labels of which one is right. */
    boolean scoresLabels() {
        return label >= 0 && logits.size() > label;
    }

    /** Whether the right label scores highest once {@code shift} is taken from each label's logit. A tie is no hit. */
    boolean hits(double[] shift) {
        double right = logits.get(label) - shift[label];
        for (int other = 0; other < logits.size(); other++) {
            if (other != label && logits.get(other) - shift[other] >= right) {
                return false;
            }
        }
        return true;
    }
}
