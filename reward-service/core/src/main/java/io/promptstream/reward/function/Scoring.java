package io.promptstream.reward.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link RewardFunction} says of one answer. */
public sealed interface Scoring {

    /**
     * The answer has a reward.
     *
     * @param value the raw reward, finite
     * @param components what the value is made of, by name
     * @param correct whether the answer equals the reference, or passes what it is held against instead; null where that has
     *     no meaning
     * @param reference what the answer was compared with, as the task writes it; null where nothing was
     */
    record Scored(
            double value,
            Map<String, Double> components,
            @Nullable Boolean correct,
            @Nullable String reference) implements Scoring {
        public Scored {
            components = Map.copyOf(components);
        }
    }

    /** What the answer is to be compared with is not there yet. */
    record Unreferenced() implements Scoring {}

    /**
     * The answer cannot be compared with this reference, but perhaps with another one.
     *
     * @param reason one sentence for people
     */
    record UnusableReference(String reason) implements Scoring {}

    /**
     * The answer can never be scored.
     *
     * @param reason one sentence for people
     */
    record Unscorable(String reason) implements Scoring {}
}
