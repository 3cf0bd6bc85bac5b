package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardTopologyTest {
    @TempDir
    Path stateDir;

    /** The harness builds with explicit naming enforced, so that an unnamed store or topic fails here. */
    @Test
    void namesEverythingInThreeSubTopologies() {
        // When
        try (TopologyHarness harness = new TopologyHarness(stateDir)) {
            TopologyDescription description = harness.topology().describe();

            // Then
            assertThat(description.subtopologies()).hasSize(3);
            assertThat(description.toString()).doesNotContain("KSTREAM").contains("rounds-by-task-repartition");
        }
    }

    @Test
    void leadsFromOutputsToARoundResult() {
        // Given
        UUID round = new UUID(3, 4);
        try (TopologyHarness harness = new TopologyHarness(stateDir, Events.task())) {
            for (int q = 0; q < 3; q++) {
                harness.ask(Events.query("q" + q, q == 0 ? "no" : "yes"));
            }

            // When
            for (int p = 0; p < 2; p++) {
                for (int q = 0; q < 3; q++) {
                    harness.answer(Events.output("q" + q, Events.explore(round, 2, 3, p, q), p, 0));
                }
            }

            // Then
            assertThat(harness.rewards()).hasSize(6);
            RoundResult result = harness.results().getFirst();
            assertThat(result.getReceivedRewards()).isEqualTo(6);
            assertThat(result.getPrompts().get(1).getRewards())
                    .extracting(reward -> reward.getCorrect().orElseThrow())
                    .containsExactly(false, true, true);
        }
    }
}
