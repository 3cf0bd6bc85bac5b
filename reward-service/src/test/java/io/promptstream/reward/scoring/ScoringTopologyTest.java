package io.promptstream.reward.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.FailureCode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.reward.TopologyHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTopologyTest {
    private static final double YES = Math.log(3);
    private static final UUID ROUND = new UUID(1, 2);

    @TempDir
    Path stateDir;

    private TopologyHarness harness;

    @BeforeEach
    void start() {
        harness = new TopologyHarness(stateDir, Events.task());
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void scoresAnOutputAfterItsReference() {
        // When
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 1, 0), YES, 0));

        // Then
        Reward reward = only();
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
        assertThat(only().getValue()).get().satisfies(value -> assertThat(value).isEqualTo(-90, within(1e-9)));
    }

    @Test
    void takesTheReferenceFromFeedbackInEitherOrder() {
        // When
        harness.answer(Events.output("late", YES, 0));
        harness.advise(Events.reference("late", null, "yes"));
        harness.advise(Events.reference("early", null, "yes"));
        harness.answer(Events.output("early", YES, 0));

        // Then
        assertThat(harness.rewards()).extracting(Reward::getQueryId).containsExactly("late", "early");
    }

    @Test
    void prefersFeedbackAboutTheProposalToTheQuerysReference() {
        // Given
        harness.ask(Events.query("q", "yes"));
        harness.advise(Events.reference("q", "q-serve", "no"));

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
        harness.ask(Events.query("q", "no"));
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.rewards()).hasSize(1);
        assertThat(harness.counted()).containsExactly("repeatedOutput", "repeatedOutput");
    }

    @Test
    void givesUpAnOutputWithoutReferenceWhenItsWindowIsOver() {
        // Given
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.pass(Events.WINDOW.plusSeconds(1));
        harness.ask(Events.query("q", "yes"));

        // Then
        assertThat(harness.rewards()).isEmpty();
        assertThat(harness.counted()).containsExactly("unreferenced");
    }

    @Test
    void passesAFailureOnAtOnce() {
        // When
        harness.answer(Events.failure("q", Events.explore(ROUND, 2, 2, 0, 1), FailureCode.INPUT_TOO_LONG));

        // Then
        Reward reward = only();
        assertThat(reward.getValue()).isEmpty();
        assertThat(reward.getFailure()).contains(FailureCode.INPUT_TOO_LONG);
    }

    @Test
    void failsAnOutputWhoseReferenceIsNoLabel() {
        // When
        harness.ask(Events.query("q", "perhaps"));
        harness.answer(Events.output("q", YES, 0));

        // Then
        Reward reward = only();
        assertThat(reward.getValue()).isEmpty();
        assertThat(reward.getFailure()).contains(FailureCode.UNKNOWN);
        assertThat(reward.getReference()).contains("perhaps");
        assertThat(harness.counted()).containsExactly("unscorable");
    }

    @Test
    void waitsForATaskThatIsNotKnownYet() {
        // Given
        harness.put(Task.newBuilder(Events.task()).setRevision(0).build());
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));
        assertThat(harness.rewards()).isEmpty();

        // When
        harness.put(Events.task());
        harness.pass(Duration.ofSeconds(1));

        // Then
        assertThat(only().getValue()).isPresent();
    }

    @Test
    void failsAnOutputWhoseTaskStaysUnknown() {
        // Given
        harness.close();
        harness = new TopologyHarness(stateDir);
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.pass(TopologyHarness.CONFIGURATION.taskPatience().plusSeconds(1));

        // Then
        assertThat(only().getFailure()).contains(FailureCode.UNKNOWN_TASK);
    }

    @Test
    void failsATaskOfAnUnknownKind() {
        // Given
        harness.put(Events.task(Events.reward(RewardKind.UNKNOWN, MissingRewardRule.LEAVE_OUT)));

        // When
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(only().getFailure()).contains(FailureCode.UNSUPPORTED_TASK);
    }

    @Test
    void takesTheRatingOfTheProposalBeforeThatOfTheQuery() {
        // Given
        harness.put(Events.task(Events.reward(RewardKind.RATING, MissingRewardRule.LEAVE_OUT)));
        harness.advise(Events.rating("q", null, 1));
        harness.advise(Events.rating("q", "q-serve", 5));

        // When
        harness.answer(Events.output("q", YES, 0));
        harness.answer(Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), YES, 0));

        // Then
        assertThat(harness.rewards())
                .extracting(reward -> reward.getValue().orElseThrow())
                .containsExactly(5.0, 1.0);
    }

    @Test
    void forgetsAQueryWhenItsRetentionIsOver() {
        // Given
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.pass(TopologyHarness.CONFIGURATION.queryRetention().plusSeconds(1));

        // Then
        assertThat(entries(ScoringTopology.QUERIES_STORE)).isZero();
        assertThat(entries(ScoringTopology.DEADLINES_STORE)).isZero();
    }

    @Test
    void remembersAQueryForTwoWindowsOfItsTask() {
        // Given
        Duration window = TopologyHarness.CONFIGURATION.queryRetention().multipliedBy(2);
        harness.put(Events.task(Events.rewardWithin(window)));
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.pass(window.multipliedBy(2).minusSeconds(1));
        harness.answer(Events.output("q", YES, 0));

        // Then
        assertThat(harness.rewards()).hasSize(1);
        harness.pass(Duration.ofSeconds(2));
        assertThat(entries(ScoringTopology.QUERIES_STORE)).isZero();
    }

    private Reward only() {
        List<Reward> rewards = harness.rewards();
        assertThat(rewards).hasSize(1);
        return rewards.getFirst();
    }

    private long entries(String store) {
        try (var all = harness.driver().getKeyValueStore(store).all()) {
            long count = 0;
            while (all.hasNext()) {
                all.next();
                count++;
            }
            return count;
        }
    }
}
