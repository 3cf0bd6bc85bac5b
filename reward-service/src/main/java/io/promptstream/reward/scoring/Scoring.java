package io.promptstream.reward.scoring;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link RewardFunction} says of one answer. */
sealed interface Scoring {

    /**
     * The answer has a reward.
     *
     * @param value the raw reward, finite
     * @param components what the value is made of, by name
     * @param correct whether the answer equals the reference; null where that has no meaning
     */
    record Scored(
            double value,
            Map<String, Double> components,
            @Nullable Boolean correct) implements Scoring {
        public Scored {
            components = Map.copyOf(components);
        }
    }

    /** What the answer is to be compared with is not there yet. */
    record Unreferenced() implements Scoring {}

    /**
     * The answer can never be scored with this evidence.
     *
     * @param reason one sentence for people
     */
    record Unscorable(String reason) implements Scoring {}
}
