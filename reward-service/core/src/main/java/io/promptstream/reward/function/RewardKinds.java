package io.promptstream.reward.function;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What kinds of reward have in common or not, as their {@link RewardFunction} says. */
public final class RewardKinds {
    private RewardKinds() {}

    /** Whether rewards are made of ratings. */
    public static boolean rated(RewardKind kind) {
        return function(kind)
                .filter(function -> function.wanted() == RewardFunction.Wanted.RATING)
                .isPresent();
    }

    /** Whether rewards are made of ratings of people, who rate nothing but what they were served. */
    public static boolean ratedByPeople(RewardDefinition reward) {
        return rated(reward.getKind()) && reward.getRatedBy() != RatedBy.JUDGE;
    }

    /** Whether outputs of this kind can be scored. */
    public static boolean scores(RewardKind kind, OutputKind output) {
        return function(kind)
                .filter(function ->
                        function.only().filter(only -> only != output).isEmpty())
                .isPresent();
    }

    /** The kinds by which outputs of this kind can be scored. */
    public static List<RewardKind> scoring(OutputKind output) {
        return Arrays.stream(RewardKind.values())
                .filter(kind -> scores(kind, output))
                .toList();
    }

    /** With any settings: none changes what is asked here. */
    private static Optional<RewardFunction> function(RewardKind kind) {
        return RewardFunction.of(RewardDefinition.newBuilder()
                .setKind(kind)
                .setWindowMillis(0)
                .setMissing(MissingRewardRule.LEAVE_OUT)
                .build());
    }
}
