package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that arrive for the first time, each once, in any order across topics and within each of them. */
class OutOfOrderTest {
    private static final Task TASK =
            Events.task(Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE));
    private static final int ROUNDS = 6;
    private static final int QUERIES = 4;
    private static final int PROMPTS = 3;
    /** All records arrive well within the window of the first. */
    private static final Duration PACE = Duration.ofMillis(100);

    @TempDir
    Path stateDir;

    /** What came out, in an order of its own and without times. */
    private record Outcome(List<Reward> rewards, List<RoundResult> results) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rewardsAndRoundResultsAreThoseOfTheUndisturbedOrder(long seed) {
        // Given
        List<Consumer<TopologyHarness>> records = records();
        Outcome undisturbed = outcome("undisturbed", records);

        // When
        Collections.shuffle(records, new Random(seed));
        Outcome shuffled = outcome("shuffled", records);

        // Then
        assertThat(shuffled.rewards()).containsExactlyElementsOf(undisturbed.rewards());
        assertThat(shuffled.results()).containsExactlyElementsOf(undisturbed.results());
    }

    @Test
    void noQueryComesBeforeWhatIsSaidOfIt() {
        // Given
        List<Consumer<TopologyHarness>> records = records();
        Outcome undisturbed = outcome("undisturbed", records);

        // When every record comes before those that it follows from
        Outcome reversed = outcome("reversed", records.reversed());

        // Then
        assertThat(reversed).isEqualTo(undisturbed);
        assertThat(reversed.results()).hasSize(ROUNDS);
        assertThat(reversed.rewards()).hasSize(ROUNDS * QUERIES * PROMPTS - 1);
        assertThat(reversed.results())
                .extracting(RoundResult::getClosing)
                .containsOnlyOnce(RoundClosing.DEADLINE)
                .contains(RoundClosing.COMPLETE);
    }

    private Outcome outcome(String name, List<Consumer<TopologyHarness>> records) {
        try (TopologyHarness harness = new TopologyHarness(stateDir.resolve(name), TASK)) {
            for (Consumer<TopologyHarness> record : records) {
                record.accept(harness);
                harness.pass(PACE);
            }
            harness.pass(Events.WINDOW.multipliedBy(2));
            harness.pass(Events.WINDOW);
            return new Outcome(
                    harness.rewards().stream()
                            .map(reward -> Reward.newBuilder(reward)
                                    .setRewardedAt(Instant.EPOCH)
                                    .build())
                            .sorted(Comparator.comparing(Reward::getProposalId))
                            .toList(),
                    harness.results().stream()
                            .map(result -> RoundResult.newBuilder(result)
                                    .setOpenedAt(Instant.EPOCH)
                                    .setClosedAt(Instant.EPOCH)
                                    .build())
                            .sorted(Comparator.comparing(RoundResult::getRoundId))
                            .toList());
        }
    }

    /** Queries with and without reference, their proposals, outputs, failures and references; one round lacks an output. */
    private static List<Consumer<TopologyHarness>> records() {
        List<Consumer<TopologyHarness>> records = new ArrayList<>();
        for (int r = 0; r < ROUNDS; r++) {
            UUID round = new UUID(8, r);
            for (int q = 0; q < QUERIES; q++) {
                String queryId = "query-" + r + "-" + q;
                boolean bare = q == 1;
                records.add(harness -> harness.ask(Events.query(queryId, bare ? null : "yes")));
                for (int p = 0; p < PROMPTS; p++) {
                    Provenance provenance = Events.explore(round, PROMPTS, QUERIES, p, q);
                    double score = p - 0.7 * q + 0.1 * r;
                    boolean fails = p == 2 && q == 3;
                    records.add(harness -> harness.propose(Events.proposal(queryId, provenance)));
                    if (r != 4 || q != 2 || p != 1) {
                        records.add(harness -> harness.answer(
                                fails
                                        ? Events.failure(queryId, provenance, FailureCode.MODEL_FAILURE)
                                        : Events.output(queryId, provenance, score, 0.2)));
                    }
                }
                if (bare) {
                    records.add(harness -> harness.giveFeedback(Events.reference(queryId, null, "no")));
                }
            }
        }
        return records;
    }
}
