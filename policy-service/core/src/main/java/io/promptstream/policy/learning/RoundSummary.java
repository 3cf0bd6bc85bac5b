package io.promptstream.policy.learning;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people see of a round. */
final class RoundSummary {
    private RoundSummary() {}

    /** The entry of a round that led to a version. */
    static LearnedRound learned(
            RoundResult round, long version, String digest, LearningStep step, Optional<Long> stoppedSince) {
        return LearnedRound.newBuilder(leftOut(round))
                .setVersion(version)
                .setDigest(digest)
                .setLoss(step.loss().isPresent() ? step.loss().getAsDouble() : null)
                .setDrift(step.drift())
                .setStoppedSince(stoppedSince.orElse(null))
                .build();
    }

    /** The entry of a round that was left out. */
    static LearnedRound leftOut(RoundResult round) {
        return LearnedRound.newBuilder()
                .setRoundId(round.getRoundId())
                .setPolicyVersion(round.getPolicyVersion())
                .setMeanReward(meanReward(round))
                .setAccuracy(accuracy(round))
                .setClosedAt(round.getClosedAt())
                .build();
    }

    /** Mean raw reward over all answers, 0 for a round without any and for one whose mean is not finite. */
    static double meanReward(RoundResult round) {
        double mean =
                rewards(round).mapToDouble(QueryReward::getValue).average().orElse(0);
        return Double.isFinite(mean) ? mean : 0;
    }

    /** Share of correct answers among those that can be correct or not; null if there are none. */
    static @Nullable Double accuracy(RoundResult round) {
        var correct = rewards(round)
                .map(QueryReward::getCorrect)
                .flatMap(Optional::stream)
                .mapToInt(answer -> answer ? 1 : 0)
                .average();
        return correct.isPresent() ? correct.getAsDouble() : null;
    }

    private static Stream<QueryReward> rewards(RoundResult round) {
        return round.getPrompts().stream().flatMap(prompt -> prompt.getRewards().stream());
    }
}
