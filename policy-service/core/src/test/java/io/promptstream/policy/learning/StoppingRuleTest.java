package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ExplorationState;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {
    private static final int QUERIES = 4;
    private static final int PROMPTS = 14;
    private static final int ROUNDS = 20;

    private final Random random = new Random(5);
    private final StoppingRule rule = rule();
    private long version;

    private static StoppingRule rule() {
        Task task = TaskSamples.task("task");
        PolicyDefinition policy = PolicyDefinition.newBuilder(task.getPolicy())
                .setPromptsPerRound(PROMPTS + 2)
                .setContendersPerRound(2)
                .setStopMargin(1)
                .setStopRounds(ROUNDS)
                .build();
        return StoppingRule.of(Task.newBuilder(task).setPolicy(policy).build()).orElseThrow();
    }

    @Test
    void stopsWhereNoPromptIsBetterHoweverNoisyTheRoundsAre() {
        // Given prompts that earn 30 less, where single rounds differ by more than that
        rounds(80, -30, 2, 40, List.of());

        // Then
        assertThat(rule.expectsNothing()).isTrue();
        assertThat(rule.event().getStopped()).isTrue();
        assertThat(rule.event().getStoppedSince())
                .hasValueSatisfying(since -> assertThat(since).isBetween(20L, 80L));
        assertThat(rule.event().getMean()).isBetween(-36.0, -24.0);
    }

    @Test
    void goesOnWhereSomePromptsAreBetter() {
        // When prompts earn as much less on the mean, but differ
        rounds(80, -30, 20, 40, List.of());

        // Then each of a round's fourteen new prompts is better with a probability of a fifteenth
        assertThat(rule.expectsNothing()).isFalse();
        assertThat(rule.event().getExpectedImprovement()).isGreaterThan(1);
    }

    @Test
    void stopsOnlyAfterAsManyRoundsAsTheTaskSays() {
        rounds(ROUNDS - 1, -50, 0, 0, List.of());
        assertThat(rule.expectsNothing()).isFalse();
        rounds(1, -50, 0, 0, List.of());
        assertThat(rule.expectsNothing()).isTrue();
    }

    @Test
    void aContenderThatMayBeBetterKeepsItGoing() {
        // Given
        PromptStanding contender = PromptStanding.newBuilder(
                        new Standing(new Prompt("contender", List.of()), 0).event())
                .setRounds(12)
                .setCompared(44)
                .setMeanDifference(8)
                .build();

        // When
        rounds(80, -30, 8, 20, List.of(contender));
        boolean stopped = rule.expectsNothing();
        rounds(
                ROUNDS,
                -30,
                8,
                20,
                List.of(PromptStanding.newBuilder(contender)
                        .setCompared(4_000)
                        .setMeanDifference(-2)
                        .build()));

        // Then
        assertThat(stopped).isFalse();
        assertThat(rule.expectsNothing()).isTrue();
    }

    @Test
    void exploresInFullAgainWhenRewardsHaveChanged() {
        rounds(80, -50, 0, 0, List.of());
        rule.restart();
        assertThat(rule.expectsNothing()).isFalse();
        rounds(1, 0, 20, 0, List.of());
        assertThat(rule.event().getMean()).isBetween(-20.0, 20.0);
    }

    @Test
    void goesOnFromItsState() {
        rounds(30, -10, 5, 10, List.of());
        assertThat(rule().from(rule.event()).event()).isEqualTo(rule.event());
        assertThat(rule.event().getKnown()).isTrue();
    }

    @Test
    void tellsSinceWhichVersionItHasStopped() {
        rounds(ROUNDS + 5, -50, 0, 0, List.of());
        assertThat(rule.stoppedSince()).contains((long) ROUNDS);
        assertThat(rule().from(rule.event()).stoppedSince()).contains((long) ROUNDS);

        rounds(80, -30, 30, 0, List.of());
        assertThat(rule.stoppedSince()).isEmpty();
        assertThat(rule.event().getStopped()).isFalse();
    }

    @Test
    void rulesThatStoppedAtOtherVersionsAreWrittenDifferently() throws IOException {
        rounds(ROUNDS + 5, -50, 0, 0, List.of());
        ExplorationState state = rule.event();
        ExplorationState later =
                ExplorationState.newBuilder(state).setStoppedSince(ROUNDS + 1L).build();
        ExplorationState exploring = ExplorationState.newBuilder(state)
                .setStopped(false)
                .setStoppedSince(null)
                .build();

        assertThat(written(rule().from(state))).isEqualTo(written(rule));
        assertThat(written(rule().from(later))).isNotEqualTo(written(rule));
        assertThat(written(rule().from(exploring))).isNotEqualTo(written(rule));
    }

    private static byte[] written(StoppingRule rule) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rule.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void goesOnWhileSomethingBetterIsToBeExpectedElsewhere() {
        rounds(ROUNDS, -50, 0, 0, List.of());
        rule.decide(/* elsewhere= */ false, 99);
        assertThat(rule.stoppedSince()).isEmpty();
        assertThat(rule.event().getStopped()).isFalse();
    }

    @Test
    void aRoundWithTooLittleToCompareChangesNothing() {
        rule.observe(List.of(result(0, -5, 0)), champion(), List.of());
        rule.observe(List.of(result(0, -5, 0), result(1, -5, 0)), List.of(), List.of());
        assertThat(rule.event().getKnown()).isFalse();
    }

    private void rounds(int count, double mean, double spread, double noise, List<PromptStanding> contenders) {
        for (int round = 0; round < count; round++) {
            List<PromptResult> results = new ArrayList<>();
            for (int prompt = 0; prompt < PROMPTS; prompt++) {
                results.add(result(prompt, mean + spread * random.nextGaussian(), noise));
            }
            rule.observe(results, champion(), contenders);
            rule.decide(/* elsewhere= */ true, ++version);
        }
    }

    private PromptResult result(int index, double difference, double noise) {
        double[] rewards = new double[QUERIES];
        for (int query = 0; query < QUERIES; query++) {
            rewards[query] = 100 * query + difference + noise * random.nextGaussian();
        }
        return RoundParts.result(index, /* token= */ 1 + index, rewards);
    }

    /** Queries differ by far more than prompts do. */
    private static List<QueryReward> champion() {
        List<QueryReward> rewards = new ArrayList<>();
        for (int query = 0; query < QUERIES; query++) {
            rewards.add(new QueryReward(query, 100.0 * query, null, false));
        }
        return rewards;
    }
}
