package io.promptstream.schemas;

import io.promptstream.event.OutputKind;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What everyone must know of the kinds of reward; how each is computed is the reward service's. */
public final class RewardKinds {
    private RewardKinds() {}

    /** What answers are judged by. */
    public enum Basis {
        REFERENCE,
        RATING
    }

    private record Properties(Basis basis, Set<OutputKind> outputs) {}

    /** Empty for a kind that this version does not know. */
    private static Optional<Properties> properties(RewardKind kind) {
        return switch (kind) {
            case LABEL_MARGIN, LOG_PROBABILITY ->
                Optional.of(new Properties(Basis.REFERENCE, Set.of(OutputKind.CLASSIFICATION)));
            case TOKEN_F1 -> Optional.of(new Properties(Basis.REFERENCE, Set.of(OutputKind.GENERATION)));
            case RATING ->
                Optional.of(new Properties(Basis.RATING, Set.of(OutputKind.CLASSIFICATION, OutputKind.GENERATION)));
            case UNKNOWN -> Optional.empty();
        };
    }

    /** What answers are judged by; empty for a kind that this version does not know. */
    public static Optional<Basis> basis(RewardKind kind) {
        return properties(kind).map(Properties::basis);
    }

    /** Whether rewards are made of ratings. */
    public static boolean rated(RewardKind kind) {
        return basis(kind).filter(basis -> basis == Basis.RATING).isPresent();
    }

    /** Whether rewards are made of ratings of people, who rate nothing but what they were served. */
    public static boolean ratedByPeople(RewardDefinition reward) {
        return rated(reward.getKind()) && reward.getRatedBy() != RatedBy.JUDGE;
    }

    /** Whether outputs of this kind can be scored. */
    public static boolean scores(RewardKind kind, OutputKind output) {
        return properties(kind)
                .filter(properties -> properties.outputs().contains(output))
                .isPresent();
    }

    /** The kinds by which outputs of this kind can be scored. */
    public static List<RewardKind> scoring(OutputKind output) {
        return Arrays.stream(RewardKind.values())
                .filter(kind -> scores(kind, output))
                .toList();
    }
}
