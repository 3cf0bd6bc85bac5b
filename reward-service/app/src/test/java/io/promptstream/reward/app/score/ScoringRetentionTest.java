package io.promptstream.reward.app.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.TopologyTestBase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScoringRetentionTest extends TopologyTestBase {
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
    void forgetsAQueryWhenItsRetentionIsOver() {
        // Given
        harness.ask(Events.query("q", "yes"));
        harness.answer(Events.output("q", YES, 0));

        // When
        harness.pass(Events.WINDOW.plusSeconds(1));
        assertThat(entries(ScoringTopology.ANSWERS_STORE)).isOne();
        harness.giveFeedback(Events.rating("q", null, 1));
        harness.giveFeedback(Events.reference("q", null, "no"));
        harness.pass(TopologyHarness.CONFIGURATION.queryRetention());

        // Then
        assertThat(entries(ScoringTopology.QUERIES_STORE)).isZero();
        assertThat(entries(ScoringTopology.DEADLINES_STORE)).isZero();
        assertThat(entries(ScoringTopology.ANSWERS_STORE)).isZero();
        assertThat(entries(ScoringTopology.FEEDBACK_STORE)).isZero();
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
