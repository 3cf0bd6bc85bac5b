package io.promptstream.schemas;

import io.promptstream.event.OutputKind;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RewardTerm;
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
        RATING,
        /** By nothing but themselves, so at once. */
        ANSWER
    }

    private record Properties(Basis basis, Set<OutputKind> outputs) {}

    /** Empty for a kind that this version does not know. */
    private static Optional<Properties> properties(RewardKind kind) {
        return switch (kind) {
            case LABEL_MARGIN, LOG_PROBABILITY ->
                Optional.of(new Properties(Basis.REFERENCE, Set.of(OutputKind.CLASSIFICATION)));
            case TOKEN_F1, EXACT_MATCH, ROUGE_L, EMBEDDING_SIMILARITY ->
                Optional.of(new Properties(Basis.REFERENCE, Set.of(OutputKind.GENERATION)));
            case REGEX, JSON_SCHEMA, LENGTH, STYLE, FLUENCY, WEIGHTED_SUM ->
                Optional.of(new Properties(Basis.ANSWER, Set.of(OutputKind.GENERATION)));
            case RATING ->
                Optional.of(new Properties(Basis.RATING, Set.of(OutputKind.CLASSIFICATION, OutputKind.GENERATION)));
            case UNKNOWN -> Optional.empty();
        };
    }

    /** What answers are judged by; empty for a kind that this version does not know. A sum needs what its terms need. */
    public static Optional<Basis> basis(RewardDefinition reward) {
        boolean referenced = reward.getTerms().stream().map(RewardTerm::getKind).anyMatch(RewardKinds::needsReference);
        return reward.getKind() == RewardKind.WEIGHTED_SUM && referenced
                ? Optional.of(Basis.REFERENCE)
                : basis(reward.getKind());
    }

    private static Optional<Basis> basis(RewardKind kind) {
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

    /** Whether nothing is rewarded before a reference is known. */
    public static boolean needsReferences(RewardDefinition reward) {
        return basis(reward).filter(basis -> basis == Basis.REFERENCE).isPresent();
    }

    /** Whether this kind by itself compares with a reference. */
    public static boolean needsReference(RewardKind kind) {
        return basis(kind).filter(basis -> basis == Basis.REFERENCE).isPresent();
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

    /** Whether a sum may have a term of this kind: it scores texts, and is neither a rating nor a sum. */
    public static boolean summable(RewardKind kind) {
        return scores(kind, OutputKind.GENERATION) && !rated(kind) && kind != RewardKind.WEIGHTED_SUM;
    }
}
