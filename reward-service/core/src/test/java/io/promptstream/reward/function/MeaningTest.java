package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.RewardCriterion;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RewardTerm;
import io.promptstream.reward.Events;
import io.promptstream.sentences.SentenceEmbeddings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kinds of reward that look at what a text means. */
class MeaningTest {
    private static final List<String> POLITE = List.of(
            "Would you kindly send the report?",
            "Thank you so much for your help.",
            "Could you please open the window?",
            "I would be grateful for an answer.");
    private static final List<String> RUDE = List.of(
            "Send the report, you idiot.",
            "Your help was garbage.",
            "Shut that damn window now!",
            "Answer me, stupid.");

    @Test
    void similarityIsTheCosineOfWhatTextsAreAbout() {
        EmbeddingSimilarity function = new EmbeddingSimilarity(SentenceEmbeddings.shared());

        // When
        Scoring.Scored alike = scored(function, "at nine the train departs", "The train leaves at nine.");
        Scoring.Scored other = scored(function, "i like cheese", "The train leaves at nine.");

        // Then
        assertThat(alike.value()).isGreaterThan(80);
        assertThat(other.value()).isLessThan(25);
        assertThat(alike.components())
                .containsEntry("cosine", alike.value() / 100)
                .containsEntry("scale", 100.0);
        assertThat(alike.correct()).isNull();
        assertThat(scored(function, "", "x").value()).isZero();
        assertThat(function.score(Events.text("q", "x"), Evidence.NONE)).isEqualTo(new Scoring.Unreferenced());
        assertThat(function.score(Events.text("q", "x"), new Evidence(" ", null)))
                .isInstanceOf(Scoring.UnusableReference.class);
        assertThat(function.objection(" ", Events.task())).isPresent();
    }

    @Test
    void aStyleIsThatOfItsExamples() {
        Style style = new Style(SentenceEmbeddings.shared(), POLITE, RUDE);

        // Then
        assertThat(scored(style, "Please, could you lend me a pen?", "").value())
                .isGreaterThan(60);
        assertThat(scored(style, "Please, could you lend me a pen?", "").correct())
                .isTrue();
        assertThat(scored(style, "Give me a pen, moron.", "").value()).isLessThan(40);
        assertThat(scored(style, " ", "").value()).isZero();
        assertThatThrownBy(() -> new Style(SentenceEmbeddings.shared(), POLITE, List.of()))
                .hasMessageContaining("at least one of each");
    }

    /** RLPrompt's reward of style transfer (arXiv 2205.12548, section 3.2): the mean of content and style, in per cent. */
    @Test
    void styleTransferIsTheMeanOfContentAndStyle() {
        RewardCriterion criterion = RewardCriterion.newBuilder()
                .setExamples(POLITE)
                .setCounterExamples(RUDE)
                .build();
        RewardFunction transfer = RewardFunction.of(RewardDefinition.newBuilder()
                        .setKind(RewardKind.WEIGHTED_SUM)
                        .setTerms(List.of(
                                new RewardTerm(RewardKind.EMBEDDING_SIMILARITY, 0.5, Events.criterion()),
                                new RewardTerm(RewardKind.STYLE, 0.5, criterion)))
                        .setWindowMillis(1000)
                        .setMissing(io.promptstream.event.MissingRewardRule.LEAVE_OUT)
                        .build())
                .orElseThrow();

        // When
        Scoring.Scored good = scored(transfer, "Could you please lend me a pen?", "Give me a pen, moron.");
        Scoring.Scored unchanged = scored(transfer, "Give me a pen, moron.", "Give me a pen, moron.");
        Scoring.Scored evasive = scored(transfer, "Thank you very much indeed.", "Give me a pen, moron.");

        // Then
        assertThat(good.components()).containsOnlyKeys("embeddingSimilarity", "style");
        assertThat(good.value())
                .isEqualTo(
                        good.components().values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum()
                                / 2,
                        within(1e-9))
                .isGreaterThan(unchanged.value())
                .isGreaterThan(evasive.value());
    }

    @Test
    void aClassifierGivesBothKindsTheSameWeight() {
        float[] one = {1, 0};
        float[] other = {0, 1};

        // When
        LogisticRegression regression = LogisticRegression.fitted(List.of(one), List.of(other, other, other));

        // Then
        assertThat(regression.probability(one)).isGreaterThan(0.9);
        assertThat(regression.probability(other)).isLessThan(0.1);
        assertThat(regression.probability(new float[] {0.7071f, 0.7071f})).isEqualTo(0.5, within(0.01));
    }

    private static Scoring.Scored scored(RewardFunction function, String text, String reference) {
        return (Scoring.Scored) function.score(Events.text("q", text), new Evidence(reference, null));
    }
}
