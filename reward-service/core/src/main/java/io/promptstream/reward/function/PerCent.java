package io.promptstream.reward.function;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rewards of texts are shares of what could be reached, in per cent. */
final class PerCent {
    private static final double SCALE = 100;

    private PerCent() {}

    /**
     * The reward of an answer that reached a share.
     *
     * @param components what the share is made of; the scale is added
     */
    static Scoring.Scored scored(
            double share, Map<String, Double> components, @Nullable Boolean correct, @Nullable String reference) {
        Map<String, Double> all = new HashMap<>(components);
        all.put("scale", SCALE);
        return new Scoring.Scored(SCALE * share, all, correct, reference);
    }
}
