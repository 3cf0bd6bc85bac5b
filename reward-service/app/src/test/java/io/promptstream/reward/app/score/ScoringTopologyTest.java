package io.promptstream.reward.app.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardKind;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.EvaluationEvents;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyTestBase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoringTopologyTest extends TopologyTestBase {
    @Test
    void scoresAnOutputAfterItsReference() {
        // When
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 1, 0), YES, 0));

        // Then
        Reward reward = harness.onlyReward();
        assertThat(reward.getValue()).get().satisfies(value -> assertThat(value).isEqualTo(100, within(1e-9)));
        assertThat(reward.getCorrect()).contains(true);
        assertThat(reward.getReference()).contains("yes");
        assertThat(reward.getAnswer()).contains("yes");
        assertThat(reward.getProposalId()).isEqualTo(ROUND + "-1-0");
        assertThat(reward.getProvenance()).isEqualTo(Events.explore(ROUND, 2, 2, 1, 0));
        assertThat(reward.getPromptTokens()).isEqualTo(7);
        assertThat(reward.getRewardedAt()).isEqualTo(Events.TIME);
    }

    @Test
    void scoresAnOutputBeforeItsReference() {
        // Given
        harness.answer(Events.output("q", YES, 0));
        assertThat(harness.rewards()).isEmpty();

        // When
        harness.pass(Duration.ofSeconds(29));
        harness.ask(Events.query("q", "no"));

        // Then
        assertThat(harness.onlyReward().getValue())
                .get()
                .satisfies(value -> assertThat(value).isEqualTo(-90, within(1e-9)));
    }

    @Test
    void takesTheReferenceFromFeedbackInEitherOrder() {
        // When
        harness.answer(Events.output("late", YES, 0));
        harness.giveFeedback(Events.reference("late", null, "yes"));
        harness.giveFeedback(Events.reference("early", null, "yes"));
        harness.answer(Events.output("early", YES, 0));

        // Then
        assertThat(harness.rewards()).extracting(Reward::getQueryId).containsExactly("late", "early");
    }

    @Test
    void prefersFeedbackAboutTheProposalToTheQuerysReference() {
        // Given
        harness.ask(Events.query("q", "yes"));
        harness.giveFeedback(Events.reference("q", "questions/q-serve", "no"));

        // When
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));

        // Then
        assertThat(harness.rewards())
                .extracting(reward -> reward.getReference().orElseThrow())
                .containsExactly("no", "yes");
    }

    @Test
    void scoresEveryWaitingProposalOfAQuery() {
        // Given
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), 0, YES));

        // When
        harness.ask(Events.query("q", "yes"));

        // Then
        assertThat(harness.rewards())
                .extracting(reward -> reward.getCorrect().orElseThrow())
                .containsExactly(true, false);
    }

    @Test
    void givesEachProposalOneReward() {
        // When
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", YES, 0));
        harness.ask(Events.query("q", "yes"));
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.rewards()).hasSize(1);
        assertThat(harness.counted()).containsExactly("repeatedOutput", "repeatedOutput");
    }

    @Test
    void whatMeasuresAPromptIsRewardedAtOnceAndNeverCorrected() {
        // Given
        harness.ask(EvaluationEvents.query("q", "yes", "prompt 0", "prompt 1"));
        harness.answer(EvaluationEvents.output("q", 0, YES, 0));
        harness.answer(EvaluationEvents.output("q", 1, 0, YES));

        // When
        List<Reward> rewards = harness.rewards();
        harness.giveFeedback(Events.reference("q", null, "no"));

        // Then
        assertThat(rewards)
                .extracting(Reward::getProposalId)
                .containsExactly("questions/q-evaluate-0", "questions/q-evaluate-1");
        assertThat(rewards)
                .extracting(reward -> reward.getCorrect().orElseThrow())
                .containsExactly(true, false);
        assertThat(harness.rewards()).isEmpty();
        assertThat(harness.results()).isEmpty();
    }

    @Test
    void takesTheRatingOfTheProposalBeforeThatOfTheQuery() {
        // Given
        harness.put(Events.task(Events.reward(RewardKind.RATING, MissingRewardRule.LEAVE_OUT)));
        harness.giveFeedback(Events.rating("q", null, 1));
        harness.giveFeedback(Events.rating("q", "q-serve", 5));

        // When
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));

        // Then
        assertThat(harness.rewards())
                .extracting(reward -> reward.getValue().orElseThrow())
                .containsExactly(5.0, 1.0);
    }

    @Test
    void scoresAnAnswerByItselfAtOnceAndTakesNoFeedback() {
        // Given
        harness.put(Events.task(Events.sum(RewardKind.LENGTH, RewardKind.REGEX)));

        // When
        harness.answer(Events.text("q", "yes"));
        harness.giveFeedback(Events.reference("q", "q-serve", "no"));
        harness.pass(Events.WINDOW.plusSeconds(1));

        // Then
        Reward reward = harness.onlyReward();
        assertThat(reward.getValue()).contains(100.0);
        assertThat(reward.getReference()).isEmpty();
        assertThat(reward.getComponents()).containsOnlyKeys("length", "regex");
        assertThat(harness.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.getMessage()).contains("made of the answers alone"))
                .extracting(ScoringNote::getReason)
                .isEqualTo(ScoringNoteReason.NOT_USED);
    }
}
