package io.promptstream.reward.app.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.TopologyTestBase;
import io.promptstream.reward.app.streams.RewardConfiguration;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundDeadlineTest extends TopologyTestBase {
    @Test
    void closesARoundAtItsDeadlineOnAnIdlePartition() {
        // Given
        harness.propose(Events.proposal("q0", Events.explore(ROUND, 2, 2, 0, 0)));
        harness.reward(reward(1, 0, 5.0));

        // When
        harness.pass(Events.WINDOW.minusSeconds(1));
        assertThat(harness.results()).isEmpty();
        harness.pass(Duration.ofSeconds(1));

        // Then
        RoundResult result = harness.onlyResult();
        assertThat(result.getClosing()).isEqualTo(RoundClosing.DEADLINE);
        assertThat(result.getPrompts()).singleElement().satisfies(prompt -> {
            assertThat(prompt.getPromptIndex()).isEqualTo(1);
            assertThat(prompt.getRewards()).containsExactly(new QueryReward(0, 5.0, true, false));
        });
    }

    @Test
    void closesARoundOfWhichNothingArrived() {
        // Given
        harness.propose(Events.proposal("q0", Events.explore(ROUND, 2, 2, 0, 0)));

        // When
        harness.pass(Events.WINDOW);

        // Then
        RoundResult result = harness.onlyResult();
        assertThat(result.getPrompts()).isEmpty();
        assertThat(result.getExpectedRewards()).isEqualTo(4);
        assertThat(result.getReceivedRewards()).isZero();
    }

    @Test
    void letsAValueStandInForMissingAndFailedRewards() {
        // Given
        harness.put(Events.task(Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE)));
        harness.reward(reward(0, 0, null));
        harness.reward(reward(0, 1, 7.0));

        // When
        harness.pass(Events.WINDOW);

        // Then
        assertThat(harness.onlyResult().getPrompts())
                .singleElement()
                .satisfies(prompt -> assertThat(prompt.getRewards())
                        .containsExactly(new QueryReward(0, -100.0, null, true), new QueryReward(1, 7.0, true, false)));
    }

    @Test
    void dropsWhatComesAfterTheRoundWasClosed() {
        // Given
        harness.reward(reward(0, 0, 1.0));
        harness.pass(Events.WINDOW);
        harness.results();

        // When
        harness.reward(reward(0, 1, 1.0));
        harness.propose(Events.proposal("q0", Events.explore(ROUND, 2, 2, 0, 0)));
        harness.pass(Events.WINDOW);

        // Then
        assertThat(harness.results()).isEmpty();
        assertThat(harness.counted()).containsExactly("DEADLINE", "lateReward");
    }

    @Test
    void notesACorrectionThatComesAfterTheRoundWasClosed() {
        // Given
        harness.reward(reward(0, 0, 1.0));
        harness.reward(correction(2.0));
        harness.pass(Events.WINDOW);
        assertThat(harness.onlyResult().getPrompts().getFirst().getRewards())
                .containsExactly(new QueryReward(0, 2.0, true, false));

        // When
        harness.reward(correction(3.0));

        // Then
        assertThat(harness.results()).isEmpty();
        assertThat(harness.ignored()).containsExactly(ScoringNoteReason.ROUND_CLOSED);
        assertThat(harness.notes()).singleElement().satisfies(note -> {
            assertThat(note.getQueryId()).isEqualTo("q0");
            assertThat(note.getProposalId()).contains(ROUND + "-0-0");
        });
    }

    private static Reward correction(double value) {
        return Reward.newBuilder(reward(0, 0, value)).setRevision(1).build();
    }

    @Test
    void enforcesNoDeadlineShortlyAfterAStart() {
        // Given
        harness.close();
        var defaults = TopologyHarness.CONFIGURATION;
        harness = new TopologyHarness(
                stateDir,
                new RewardConfiguration(
                        1,
                        defaults.commitInterval(),
                        defaults.tick(),
                        defaults.queryRetention(),
                        defaults.closedRoundRetention(),
                        defaults.taskPatience(),
                        Events.WINDOW.plusSeconds(5),
                        defaults.statisticsWindow(),
                        defaults.statisticsRetention(),
                        defaults.cacheBytes(),
                        defaults.guarantee()),
                Events.task());
        harness.reward(reward(0, 0, 1.0));

        // When
        harness.pass(Events.WINDOW.plusSeconds(4));
        assertThat(harness.results()).isEmpty();
        harness.pass(Duration.ofSeconds(1));

        // Then
        harness.onlyResult();
    }

    @Test
    void forgetsAClosedRoundWhenItsRetentionIsOver() {
        // Given
        harness.reward(reward(0, 0, 1.0));
        harness.pass(Events.WINDOW);

        // When
        harness.pass(TopologyHarness.CONFIGURATION.closedRoundRetention().plus(Events.WINDOW));

        // Then
        try (var rounds = harness.driver()
                        .getKeyValueStore(AggregationTopology.ROUNDS_STORE)
                        .all();
                var deadlines = harness.driver()
                        .getKeyValueStore(AggregationTopology.DEADLINES_STORE)
                        .all()) {
            assertThat(rounds.hasNext()).isFalse();
            assertThat(deadlines.hasNext()).isFalse();
        }
    }

    @Test
    void remembersAClosedRoundForTwoWindowsOfItsTask() {
        // Given
        Duration window = TopologyHarness.CONFIGURATION.closedRoundRetention().multipliedBy(2);
        harness.put(Events.task(Events.rewardWithin(window)));
        harness.reward(reward(0, 0, 1.0));
        harness.pass(window);

        // When
        harness.pass(window.multipliedBy(2).minusSeconds(1));
        harness.reward(reward(0, 1, 1.0));

        // Then
        assertThat(harness.counted()).containsExactly("DEADLINE", "lateReward");
    }

    private static Reward reward(int promptIndex, int queryIndex, @Nullable Double value) {
        return Events.reward("q" + queryIndex, Events.explore(ROUND, 2, 2, promptIndex, queryIndex), value);
    }
}
