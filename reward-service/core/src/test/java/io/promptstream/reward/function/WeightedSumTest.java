package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.RewardKind;
import io.promptstream.reward.Events;
import io.promptstream.schemas.RewardKinds;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightedSumTest {

    @Test
    void addsUpWhatItsTermsGive() {
        // Given half a match in words, and one word too many for a length of at most two
        RewardFunction sum = RewardFunction.of(Events.sum(RewardKind.TOKEN_F1, RewardKind.LENGTH))
                .orElseThrow();

        // When
        Scoring.Scored scored = scored(sum, "yes it is", "yes");

        // Then
        assertThat(scored.components()).isEqualTo(Map.of("tokenF1", 50.0, "length", 50.0));
        assertThat(scored.value()).isEqualTo(50, within(1e-9));
        assertThat(scored.correct()).isFalse();
        assertThat(scored.reference()).isEqualTo("yes");
    }

    @Test
    void aWeightMayTakeAway() {
        WeightedSum sum = new WeightedSum(java.util.List.of(
                new WeightedSum.Term("tokenF1", 1, new TokenF1()),
                new WeightedSum.Term("exactMatch", -0.25, new ExactMatch())));

        assertThat(scored(sum, "yes", "yes").value()).isEqualTo(75, within(1e-9));
    }

    @Test
    void termsOfTheSameKindAreTold() {
        RewardFunction sum = RewardFunction.of(Events.sum(RewardKind.REGEX, RewardKind.ROUGE_L, RewardKind.REGEX))
                .orElseThrow();

        assertThat(scored(sum, "yes", "yes").components()).containsOnlyKeys("regex", "rougeL", "regex2");
    }

    @Test
    void isCorrectWhereEveryTermThatCanSaySoSaysSo() {
        RewardFunction sum = RewardFunction.of(Events.sum(RewardKind.LENGTH, RewardKind.EXACT_MATCH, RewardKind.REGEX))
                .orElseThrow();

        assertThat(scored(sum, "yes", "Yes").correct()).isTrue();
        assertThat(scored(sum, "Yes", "Yes").correct()).isFalse();
        assertThat(scored(sum, "yes", "no").correct()).isFalse();
        assertThat(scored(RewardFunction.of(Events.sum(RewardKind.LENGTH)).orElseThrow(), "yes", "no")
                        .correct())
                .isNull();
    }

    @Test
    void needsAReferenceWhereATermDoes() {
        assertThat(RewardKinds.basis(Events.sum(RewardKind.LENGTH, RewardKind.REGEX)))
                .contains(RewardKinds.Basis.ANSWER);
        assertThat(RewardKinds.basis(Events.sum(RewardKind.LENGTH, RewardKind.ROUGE_L)))
                .contains(RewardKinds.Basis.REFERENCE);
        RewardFunction sum = RewardFunction.of(Events.sum(RewardKind.LENGTH, RewardKind.ROUGE_L))
                .orElseThrow();
        assertThat(sum.score(Events.text("q", "yes"), Evidence.NONE)).isEqualTo(new Scoring.Unreferenced());
        assertThat(sum.score(Events.text("q", "yes"), new Evidence("?", null)))
                .isInstanceOf(Scoring.UnusableReference.class);
        assertThat(sum.objection("?", Events.task())).isPresent();
        assertThat(sum.objection("no", Events.task())).isEmpty();
    }

    private static Scoring.Scored scored(RewardFunction function, String text, String reference) {
        return (Scoring.Scored) function.score(Events.text("q", text), new Evidence(reference, null));
    }
}
