package io.promptstream.reward.query;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest reward of an answer, as far as a correction has to know it.
 *
 * @param revision 0 for the first
 * @param firstAt when the first one was given, in milliseconds since 1970
 * @param reference fingerprint of the reference that the answer was compared with
 */
record GivenReward(
        int revision, long firstAt, double value, @Nullable Boolean correct, long reference) {

    /** The first reward of an answer. */
    static GivenReward first(Reward reward) {
        return new GivenReward(
                0,
                reward.getRewardedAt().toEpochMilli(),
                reward.getValue().orElse(0.0),
                reward.getCorrect().orElse(null),
                fingerprint(reward));
    }

    /** Whether the reward says something else than this one. */
    boolean differs(Reward reward) {
        return Double.compare(value, reward.getValue().orElse(0.0)) != 0
                || !Objects.equals(correct, reward.getCorrect().orElse(null))
                || reference != fingerprint(reward);
    }

    /** The reward as the correction of this one. */
    Reward corrected(Reward reward) {
        return Reward.newBuilder(reward)
                .setRevision(revision + 1)
                .setReplaced(new ReplacedReward(value, correct, Instant.ofEpochMilli(firstAt)))
                .build();
    }

    /** What is to be known once the correction is given. */
    GivenReward replacedBy(Reward reward) {
        return new GivenReward(
                revision + 1,
                firstAt,
                reward.getValue().orElse(0.0),
                reward.getCorrect().orElse(null),
                fingerprint(reward));
    }

    private static long fingerprint(Reward reward) {
        return reward.getReference().map(Fingerprint::of).orElse(0L);
    }
}
