package io.promptstream.reward.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import io.promptstream.reward.EvaluationEvents;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.TopologyTestBase;
import io.promptstream.reward.statistics.RewardFigures;
import io.promptstream.reward.statistics.StatisticsWindow;
import io.promptstream.reward.statistics.Summary;
import io.promptstream.reward.statistics.SummaryKey;
import io.promptstream.reward.statistics.SummaryTable;
import io.promptstream.reward.statistics.TaskTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatisticsTopologyTest extends TopologyTestBase {
    private static final Duration WINDOW = TopologyHarness.CONFIGURATION.statisticsWindow();

    @Test
    void addsRewardsToTheWindowInWhichTheyWereGiven() {
        // Given
        harness.pass(Duration.ofMinutes(1));

        // When
        harness.reward(reward(1.0, Events.TIME));
        harness.reward(reward(3.0, Events.TIME.plusSeconds(9)));
        harness.reward(reward(-8.0, Events.TIME.plusSeconds(10)));
        harness.reward(reward(null, Events.TIME.plusSeconds(10)));

        // Then
        List<StatisticsWindow> windows = table().windows(Events.TASK, WINDOW);
        assertThat(windows).hasSize(2);
        assertThat(windows.getFirst().from()).isEqualTo(Events.TIME);
        assertThat(windows.getFirst().to()).isEqualTo(Events.TIME.plusSeconds(10));
        assertThat(windows.getFirst().all()).isEqualTo(new RewardFigures(2, 0, 2.0, 1.0, 1.0, 14, 2));
        assertThat(windows.get(1).all()).isEqualTo(new RewardFigures(1, 1, -8.0, 0.0, 0.0, 14, 2));
    }

    @Test
    void putsATimeInTheFutureIntoTheWindowOfNow() {
        // When
        harness.reward(reward(1.0, Events.TIME.plus(Duration.ofDays(900))));
        harness.reward(reward(3.0, Events.TIME));

        // Then
        assertThat(table().windows(Events.TASK, WINDOW))
                .singleElement()
                .satisfies(window -> assertThat(window.all().count()).isEqualTo(2));
    }

    @Test
    void aCorrectionTakesThePlaceOfTheRewardThatItReplaces() {
        // Given
        harness.pass(Duration.ofMinutes(1));
        harness.reward(reward(1.0, Events.TIME));
        harness.reward(reward(3.0, Events.TIME));

        // When
        harness.reward(Reward.newBuilder(reward(-5.0, Events.TIME.plusSeconds(20)))
                .setRevision(1)
                .setReplaced(new ReplacedReward(3.0, true, Events.TIME))
                .build());

        // Then
        assertThat(table().windows(Events.TASK, WINDOW))
                .singleElement()
                .satisfies(
                        window -> assertThat(window.all()).isEqualTo(new RewardFigures(2, 0, -2.0, 3.0, 0.5, 14, 2)));
    }

    @Test
    void tellsRolesApart() {
        // Given
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", 2, 0));
        harness.reward(reward(3.0, Events.TIME));

        // When
        List<TaskTotal> totals = table().totals();

        // Then
        assertThat(totals).singleElement().satisfies(total -> {
            assertThat(total.all().count()).isEqualTo(2);
            assertThat(total.roles()).containsOnlyKeys("SERVE", "EXPLORE");
            assertThat(total.roles()).containsEntry("EXPLORE", new RewardFigures(1, 0, 3.0, 0.0, 1.0, 7, 1));
        });
    }

    @Test
    void whatMeasuresAPromptIsInNoFigure() {
        // When
        harness.ask(EvaluationEvents.query("q", "yes", "prompt 0"));
        harness.answer(EvaluationEvents.output("q", 0, 2, 0));

        // Then
        assertThat(harness.rewards()).hasSize(1);
        assertThat(table().totals()).isEmpty();
    }

    private SummaryTable table() {
        SummaryTable table = new SummaryTable();
        WindowStore<String, Summary> store = harness.driver().getWindowStore(StatisticsTopology.WINDOWS_STORE);
        try (var entries = store.fetchAll(Instant.EPOCH, Events.TIME.plus(Duration.ofDays(1)))) {
            entries.forEachRemaining(entry -> table.add(
                    SummaryKey.parse(entry.key.key()), entry.key.window().startTime(), entry.value));
        }
        return table;
    }

    private static Reward reward(@Nullable Double value, Instant at) {
        return Reward.newBuilder(Events.reward("q", Events.explore(new UUID(1, 1), 2, 2, 0, 0), value))
                .setRewardedAt(at)
                .build();
    }
}
