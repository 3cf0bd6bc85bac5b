package io.promptstream.reward.app.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Feedback;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.TopologyTestBase;
import org.junit.jupiter.api.Test;

/** What cannot be used, or not yet, says so. */
class UnusedFeedbackTest extends TopologyTestBase {
    @Test
    void aLabelThatTheTaskDoesNotHaveLeavesTheAnswersWaiting() {
        // Given
        harness.ask(Events.query("q", "perhaps"));
        harness.answer(Events.output("q", YES, 0));
        harness.giveFeedback(feedback("a", "maybe"));
        assertThat(harness.rewards()).isEmpty();

        // When
        harness.giveFeedback(feedback("b", " yes "));

        // Then
        assertThat(harness.onlyReward().getReference()).contains("yes");
        assertThat(harness.notes())
                .allSatisfy(note -> assertThat(note.getMessage()).contains("write one of yes, no"))
                .extracting(ScoringNote::getReason)
                .containsExactly(ScoringNoteReason.UNKNOWN_LABEL, ScoringNoteReason.UNKNOWN_LABEL);
    }

    @Test
    void anUnknownLabelDoesNotReplaceAKnownOne() {
        // Given
        harness.ask(Events.query("q", "yes"));

        // When
        harness.ask(Events.query("q", "perhaps"));
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.onlyReward().getReference()).contains("yes");
    }

    @Test
    void theFinalResultSaysThatThereWasOnlyAnUnknownLabel() {
        // Given
        harness.ask(Events.query("q", "perhaps"));
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));

        // When
        harness.pass(Events.WINDOW.plusSeconds(1));

        // Then
        assertThat(harness.rewards()).hasSize(2).allSatisfy(reward -> {
            assertThat(reward.getValue()).isEmpty();
            assertThat(reward.getFailure()).contains(FailureCode.UNSCORABLE);
            assertThat(reward.getReference()).contains("perhaps");
        });
        assertThat(harness.notes())
                .extracting(ScoringNote::getReason)
                .containsExactly(ScoringNoteReason.UNKNOWN_LABEL, ScoringNoteReason.UNSCORABLE);
        assertThat(harness.counted()).containsExactly("unscorable", "unscorable");
    }

    @Test
    void aQueryWithoutReferenceIsNotedOnceHoweverManyAnswersItHas() {
        // Given
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));

        // When
        harness.pass(Events.WINDOW.plusSeconds(1));
        harness.giveFeedback(feedback("late", "yes"));
        harness.ask(Events.query("q", "yes"));

        // Then
        assertThat(harness.rewards()).isEmpty();
        assertThat(harness.notes())
                .extracting(ScoringNote::getReason)
                .containsExactly(ScoringNoteReason.NO_FEEDBACK, ScoringNoteReason.LATE, ScoringNoteReason.LATE);
        assertThat(harness.ignored()).containsExactly(ScoringNoteReason.LATE, ScoringNoteReason.LATE);
    }

    @Test
    void feedbackForAQueryThatIsNotKnownIsKeptUntilItComes() {
        // Given
        harness.giveFeedback(feedback("early", "yes"));
        assertThat(harness.ignored()).containsExactly(ScoringNoteReason.UNKNOWN_QUERY);

        // When
        harness.pass(TopologyHarness.CONFIGURATION.queryRetention().minusSeconds(1));
        harness.ask(Events.query("q", null));
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.onlyReward().getReference()).contains("yes");
    }

    @Test
    void feedbackForAProposalThatTheQueryDoesNotHaveIsNoted() {
        // Given
        harness.ask(Events.query("q", null));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.giveFeedback(Events.reference("q", "questions/other-serve", "yes"));

        // Then
        assertThat(harness.rewards()).isEmpty();
        assertThat(harness.notes()).singleElement().satisfies(note -> {
            assertThat(note.getReason()).isEqualTo(ScoringNoteReason.UNKNOWN_PROPOSAL);
            assertThat(note.getQueryId()).isEqualTo("q");
        });
    }

    @Test
    void aProposalMayBeNamedWithAndWithoutItsTask() {
        // Given
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.giveFeedback(Events.reference("q", "q-serve", "yes"));

        // Then
        assertThat(harness.onlyReward().getProposalId()).isEqualTo("questions/q-serve");
        assertThat(harness.notes()).isEmpty();
    }

    @Test
    void whatTheTasksRewardsAreNotMadeOfIsNoted() {
        // Given
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.giveFeedback(Events.rating("q", null, 4));
        harness.giveFeedback(Feedback.newBuilder(feedback("verdict", "yes"))
                .setReference(null)
                .setVerdict("good")
                .build());

        // Then
        assertThat(harness.ignored()).containsExactly(ScoringNoteReason.NOT_USED, ScoringNoteReason.NOT_USED);
    }

    @Test
    void feedbackForAnAnswerThatFailedIsNoted() {
        // Given
        harness.answer(Events.failure("q", Events.explore(ROUND, 2, 2, 0, 1), FailureCode.INPUT_TOO_LONG));

        // When
        harness.giveFeedback(Events.reference("q", ROUND + "-0-1", "yes"));

        // Then
        assertThat(harness.rewards()).hasSize(1);
        assertThat(harness.ignored()).containsExactly(ScoringNoteReason.NOT_USED);
    }

    private static Feedback feedback(String id, String reference) {
        return Events.withId(id, Events.reference("q", null, reference));
    }
}
