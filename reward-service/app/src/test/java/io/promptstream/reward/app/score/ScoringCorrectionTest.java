package io.promptstream.reward.app.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.promptstream.event.Feedback;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardKind;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyTestBase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes late, again, corrected or for nothing has one result, and says so. */
class ScoringCorrectionTest extends TopologyTestBase {
    @Test
    void correctedReferencesReplaceTheRewardsWithinTheWindow() {
        // Given
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));
        assertThat(harness.rewards()).extracting(Reward::getRevision).containsExactly(0, 0);

        // When
        harness.pass(Duration.ofSeconds(20));
        harness.ask(Events.query("q", "no"));

        // Then
        assertThat(harness.rewards()).hasSize(2).allSatisfy(reward -> {
            assertThat(reward.getRevision()).isEqualTo(1);
            assertThat(reward.getReference()).contains("no");
            assertThat(reward.getCorrect()).contains(false);
            var replaced = reward.getReplaced().orElseThrow();
            assertThat(replaced.getCorrect()).contains(true);
            assertThat(replaced.getFirstRewardedAt()).isEqualTo(Events.TIME);
        });
        assertThat(harness.ignored()).containsExactly(ScoringNoteReason.SUPERSEDED);
    }

    @Test
    void theLaterOfContradictoryFeedbackWinsUntilTheWindowEnds() {
        // Given
        harness.ask(Events.query("q", null));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.giveFeedback(feedback("a", "yes"));
        harness.giveFeedback(feedback("b", "no"));
        harness.giveFeedback(feedback("c", "yes"));
        harness.pass(Events.WINDOW.plusSeconds(1));
        harness.giveFeedback(feedback("d", "no"));

        // Then
        assertThat(harness.rewards()).extracting(Reward::getRevision).containsExactly(0, 1, 2);
        assertThat(harness.notes())
                .extracting(ScoringNote::getReason, note -> note.getFeedbackId().orElse(""))
                .containsExactly(
                        tuple(ScoringNoteReason.SUPERSEDED, "a"),
                        tuple(ScoringNoteReason.SUPERSEDED, "b"),
                        tuple(ScoringNoteReason.LATE, "d"));
    }

    @Test
    void repeatedFeedbackCountsOnceByItsIdAndByWhatItSays() {
        // Given
        harness.answer(Events.output("q", YES, 0));
        harness.giveFeedback(feedback("a", "yes"));
        harness.giveFeedback(feedback("b", "no"));

        // When a copy of the first comes, and what the second said comes under another id
        harness.giveFeedback(feedback("a", "yes"));
        harness.giveFeedback(feedback("c", "no"));

        // Then
        assertThat(harness.rewards()).extracting(Reward::getRevision).containsExactly(0, 1);
        assertThat(harness.ignored())
                .containsExactly(ScoringNoteReason.SUPERSEDED, ScoringNoteReason.REPEATED, ScoringNoteReason.REPEATED);
    }

    @Test
    void lateFeedbackCountsForAnswersThatAreStillToCome() {
        // Given
        harness.answer(Events.output("q", YES, 0));
        harness.pass(Events.WINDOW.plusSeconds(1));
        harness.giveFeedback(feedback("late", "yes"));

        // When
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));

        // Then
        assertThat(harness.onlyReward().getReference()).contains("yes");
    }

    @Test
    void ratingsAreCorrectedToo() {
        // Given
        harness.put(Events.task(Events.reward(RewardKind.RATING, MissingRewardRule.LEAVE_OUT)));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.giveFeedback(Events.withId("1", Events.rating("q", "questions/q-serve", 5)));
        harness.giveFeedback(Events.withId("2", Events.rating("q", "questions/q-serve", 1)));

        // Then
        assertThat(harness.rewards())
                .extracting(reward -> reward.getValue().orElseThrow())
                .containsExactly(5.0, 1.0);
    }

    private static Feedback feedback(String id, String reference) {
        return Events.withId(id, Events.reference("q", null, reference));
    }
}
