package io.promptstream.reward.app.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyTestBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregationTopologyTest extends TopologyTestBase {
    @Test
    void closesARoundWhenEveryRewardIsThere() {
        // Given
        harness.propose(Events.proposal("q0", Events.explore(ROUND, 2, 2, 0, 0)));
        harness.pass(Duration.ofSeconds(3));
        harness.reward(reward(1, 1, -4.0));
        harness.reward(reward(0, 1, 3.0));
        harness.reward(reward(0, 0, 1.0));
        assertThat(harness.results()).isEmpty();

        // When
        harness.reward(reward(1, 0, null));

        // Then
        RoundResult result = harness.onlyResult();
        assertThat(result.getRoundId()).isEqualTo(ROUND);
        assertThat(result.getTaskId()).isEqualTo(Events.TASK);
        assertThat(result.getTaskRevision()).isEqualTo(1);
        assertThat(result.getPolicyVersion()).isEqualTo(3);
        assertThat(result.getClosing()).isEqualTo(RoundClosing.COMPLETE);
        assertThat(result.getExpectedRewards()).isEqualTo(4);
        assertThat(result.getReceivedRewards()).isEqualTo(3);
        assertThat(result.getFailedOutputs()).isEqualTo(1);
        assertThat(result.getOpenedAt()).isEqualTo(Events.TIME);
        assertThat(result.getClosedAt()).isEqualTo(Events.TIME.plusSeconds(3));
        PromptResult first = result.getPrompts().getFirst();
        assertThat(first.getPrompt())
                .isEqualTo(Events.explore(ROUND, 2, 2, 0, 0).getPrompt());
        assertThat(first.getLogProbability()).isEqualTo(-1.5);
        assertThat(first.getTruncation())
                .isEqualTo(Events.explore(ROUND, 2, 2, 0, 0).getTruncation());
        assertThat(first.getSeed()).isEqualTo(42);
        assertThat(first.getRewards())
                .containsExactly(new QueryReward(0, 1.0, true, false), new QueryReward(1, 3.0, true, false));
        assertThat(result.getPrompts().get(1).getRewards()).containsExactly(new QueryReward(1, -4.0, false, false));
    }

    @Test
    void givesTheSameResultForEveryOrderOfArrival() {
        // Given
        Random random = new Random(1);
        List<RoundResult> results = new ArrayList<>();
        for (int trial = 0; trial < 20; trial++) {
            List<Reward> rewards = new ArrayList<>();
            UUID round = new UUID(7, trial);
            for (int p = 0; p < 4; p++) {
                for (int q = 0; q < 3; q++) {
                    rewards.add(Events.reward("q" + q, Events.explore(round, 4, 3, p, q), p * 10.0 - q));
                }
            }
            rewards.addAll(rewards.subList(0, 6));
            Collections.shuffle(rewards, random);

            // When
            rewards.forEach(harness::reward);
            results.addAll(harness.results());
        }

        // Then
        assertThat(results).hasSize(20);
        assertThat(results)
                .extracting(RoundResult::getPrompts)
                .containsOnly(results.getFirst().getPrompts());
        assertThat(results.getFirst().getPrompts())
                .extracting(PromptResult::getPromptIndex)
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void countsTheFirstRewardOfAPlaceOnly() {
        // When
        harness.reward(reward(0, 0, 1.0));
        harness.reward(reward(0, 0, 2.0));
        harness.pass(Events.WINDOW);

        // Then
        assertThat(harness.onlyResult().getPrompts().getFirst().getRewards())
                .containsExactly(new QueryReward(0, 1.0, true, false));
        assertThat(harness.counted()).containsExactly("repeatedReward", "DEADLINE");
    }

    @Test
    void ignoresRewardsThatServe() {
        // When
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", 1, 0));
        harness.pass(Events.WINDOW);

        // Then
        assertThat(harness.rewards()).hasSize(1);
        assertThat(harness.results()).isEmpty();
    }

    private static Reward reward(int promptIndex, int queryIndex, @Nullable Double value) {
        return Events.reward("q" + queryIndex, Events.explore(ROUND, 2, 2, promptIndex, queryIndex), value);
    }
}
