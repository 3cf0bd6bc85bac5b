package io.promptstream.reward.round;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened to a round. */
public sealed interface RoundEvent {
    RoundHeader header();

    /** The first proposal of the round was made. */
    record Opened(RoundHeader header) implements RoundEvent {}

    /**
     * An output of the round was rewarded or failed.
     *
     * @param value the raw reward; null when the output failed
     * @param correct whether the answer equals the reference; null where that has no meaning
     * @param labelScores log-probabilities of the labels before calibration; empty where there are none
     * @param promptGradient of the loss with respect to the prompt's embeddings; empty where there is none
     * @param features of the query, for the policy's contexts; empty where it has none
     * @param correction what makes it a correction of an earlier reward; null for the first reward
     */
    record Rewarded(
            RoundHeader header,
            int promptIndex,
            int queryIndex,
            ProposedPrompt prompt,
            @Nullable Double value,
            @Nullable Boolean correct,
            List<Float> labelScores,
            List<Float> promptGradient,
            ByteBuffer features,
            @Nullable Correction correction)
            implements RoundEvent {

        public Rewarded {
            labelScores = List.copyOf(labelScores);
            promptGradient = List.copyOf(promptGradient);
            if (!header.contains(promptIndex, queryIndex)) {
                throw new IllegalArgumentException("promptIndex is " + promptIndex + " and queryIndex is " + queryIndex
                        + "; write indices below " + header.prompts() + " and " + header.queries());
            }
            if (value != null && !Double.isFinite(value)) {
                throw new IllegalArgumentException("value is " + value + "; write a finite number");
            }
        }

        /** 0 for the first reward, one more for each correction. */
        int revision() {
            return correction == null ? 0 : correction.revision();
        }
    }

    /**
     * Of which reward the correction is, for who reads that it came too late.
     *
     * @param revision from 1
     */
    record Correction(int revision, String queryId, String proposalId) {}
}
