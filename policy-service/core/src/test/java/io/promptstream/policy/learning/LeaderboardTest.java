package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.prompt;
import static io.promptstream.policy.learning.RoundParts.result;
import static io.promptstream.policy.learning.RoundParts.steady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
    private static final Task TASK = TaskSamples.contested("task", 4);

    private final Leaderboard board =
            Leaderboards.begin(TASK, prompt("first"), Optional.empty(), 0).orElseThrow();
    private int distinctQueries;
    private long version;

    @Test
    void measuresDifferencesToTheChampionOnTheSameQueries() {
        // Given a first round, which is no evidence
        compare(result("first", 0, 0, 0), result("other", 90, 90, 90));

        // When queries differ by far more than the prompts do
        compare(result("first", 100, -100, 40), result("other", 103, -98, 44));

        // Then
        PromptStanding other = board.contenders().getFirst();
        assertThat(other.getCompared()).isEqualTo(3);
        assertThat(other.getMeanDifference()).isCloseTo(3, within(1e-12));
        assertThat(other.getVariance()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(Leaderboard.standardError(other, 0)).hasValueCloseTo(Math.sqrt(1.0 / 3), within(1e-12));
        assertThat(Leaderboard.standardError(other, 6)).hasValueCloseTo(Math.sqrt(4.0 / 9), within(1e-12));
        assertThat(other.getQueries()).isEqualTo(6);
        assertThat(other.getMeanReward()).isCloseTo((3 * 90 + 49) / 6.0, within(1e-12));
        assertThat(other.getRounds()).isEqualTo(2);
    }

    @Test
    void aBetterPromptReplacesTheChampionOnceThereIsEvidence() {
        // When
        for (int round = 0; round < 4; round++) {
            compare(steady("first", 10), steady("better", 30));
        }
        String before = board.champion().getPrompt().getText();
        compare(steady("first", 10), steady("better", 30));

        // Then it takes 64 queries after the first round
        assertThat(before).isEqualTo("first");
        assertThat(board.champion().getPrompt().getText()).isEqualTo("better");
        assertThat(board.champion().getMeanReward()).isEqualTo(30);
        assertThat(board.championSince()).isEqualTo(5);
        PromptStanding former = board.contenders().getFirst();
        assertThat(former.getPrompt().getText()).isEqualTo("first");
        assertThat(former.getMeanDifference()).isEqualTo(-20);
        assertThat(former.getCompared()).isEqualTo(64);
        assertThat(former.getQueries()).isEqualTo(80);
        assertThat(former.getMeanReward()).isEqualTo(10);
    }

    @Test
    void theSameQueriesAgainAndAgainAreNoMoreEvidence() {
        // Given a contender that is ahead on three of four queries, whose lead is 1.15 times its deviation
        PromptResult first = result("first", 0, 0, 0, 0);
        PromptResult ahead = result("ahead", 40, 40, 40, -20);

        // When these four are all that the stream has
        distinctQueries = 4;
        for (int round = 0; round < 100; round++) {
            compare(first, ahead);
        }

        // Then
        assertThat(board.champion().getPrompt().getText()).isEqualTo("first");
        assertThat(board.distinctQueries()).isEqualTo(4);

        // When as much is known of queries that never came before
        distinctQueries = 0;
        compare(first, ahead);

        // Then
        assertThat(board.champion().getPrompt().getText()).isEqualTo("ahead");
    }

    @Test
    void aTrialEndsWhenAllQueriesThatThereAreWereTriedOftenEnough() {
        // Given
        distinctQueries = 8;
        for (int round = 0; round < 3; round++) {
            compare(steady("first", 10), result("ahead", alternating(50, -20)));
        }
        compare(steady("first", 10), steady("new", 0));
        assertThat(board.nearest(2)).extracting(Prompt::getText).containsExactly("first", "new");

        // When nobody knows how many there are
        distinctQueries = 0;
        compare(steady("first", 10), steady("other", 0));

        // Then
        assertThat(board.nearest(2)).extracting(Prompt::getText).containsExactly("first", "ahead");
    }

    private static double[] alternating(double even, double odd) {
        return IntStream.range(0, RoundParts.QUERIES)
                .mapToDouble(query -> query % 2 == 0 ? even : odd)
                .toArray();
    }

    @Test
    void theOthersAreSeenFromTheNewChampionAndNoBetterKnownThanIt() {
        // Given a contender that is known from long ago
        for (int round = 0; round < 20; round++) {
            compare(steady("first", 10), steady("middling", 5));
        }

        // When
        for (int round = 0; round < 5; round++) {
            compare(steady("first", 10), steady("better", 30));
        }

        // Then
        assertThat(board.contenders())
                .filteredOn(standing -> standing.getPrompt().getText().equals("middling"))
                .singleElement()
                .satisfies(standing -> {
                    assertThat(standing.getMeanDifference()).isEqualTo(-25);
                    assertThat(standing.getCompared()).isEqualTo(64);
                });
    }

    @Test
    void contendersOnTrialComeBeforeNewOnesAndThoseBeforeTheBeaten() {
        // Given "ahead" and "beaten" are tried twice
        compare(steady("first", 10), steady("ahead", 11), steady("beaten", 20));
        compare(steady("first", 10), steady("ahead", 11), steady("beaten", -20));

        // When
        compare(steady("first", 10), steady("lucky", 90), steady("unlucky", -90), result("failed"));

        // Then
        assertThat(board.nearest(9))
                .extracting(Prompt::getText)
                .containsExactly("first", "ahead", "lucky", "unlucky", "beaten", "failed");
        assertThat(board.nearest(1)).extracting(Prompt::getText).containsExactly("first");
        assertThat(board.nearest(0)).isEmpty();
    }

    @Test
    void aRoundWithoutTheChampionIsNoEvidence() {
        // When
        compare(steady("one", 10), steady("two", 20));

        // Then
        assertThat(board.contenders()).isEmpty();
        assertThat(board.champion().getQueries()).isZero();
    }

    @Test
    void aPromptThatWasDrawnTwiceInARoundCountsOnce() {
        // When
        compare(steady("first", 10), steady("other", 11), steady("other", 11), steady("first", 10));

        // Then
        assertThat(board.contenders())
                .singleElement()
                .extracting(PromptStanding::getQueries)
                .isEqualTo(16L);
        assertThat(board.champion().getQueries()).isEqualTo(16);
    }

    @Test
    void onlyMeasuredRewardsOfBothAreCompared() {
        // When
        PromptResult imputed = result("imputed", 500, 21, 31);
        imputed.getRewards().set(0, new QueryReward(0, 500.0, false, true));
        compare(result("first", 10, Double.NaN, 30), result("other", 11, 21), imputed);

        // Then
        assertThat(board.contenders())
                .extracting(standing -> standing.getPrompt().getText(), PromptStanding::getCompared)
                .containsExactlyInAnyOrder(tuple("other", 1L), tuple("imputed", 1L));
        assertThat(board.contenders())
                .allSatisfy(standing -> assertThat(standing.getMeanDifference()).isEqualTo(1));
    }

    @Test
    void remembersABoundedNumberOfContenders() {
        // When
        for (int round = 0; round < 20; round++) {
            var results = new ArrayList<>(List.of(steady("first", 0)));
            for (int n = 0; n < 30; n++) {
                results.add(steady("prompt %d of round %d".formatted(n, round), -n));
            }
            compare(results.toArray(PromptResult[]::new));
        }

        // Then the worst are forgotten
        assertThat(board.contenders()).hasSize(Contenders.MOST);
        assertThat(board.contenders())
                .allSatisfy(standing -> assertThat(standing.getMeanDifference()).isGreaterThan(-8));
    }

    private void compare(PromptResult... round) {
        board.compare(List.of(round), distinctQueries, ++version);
    }

    @Test
    void forgetsWhatItMeasuredAndTriesWhatPeopleWroteFirst() {
        // Given
        PromptResult drawn = RoundParts.result(1, /* token= */ 3, 90, 90);
        compare(result("first", 10, 10), drawn, result("written", 5, 5));
        compare(result("first", 10, 10), drawn, result("written", 5, 5));

        // When
        board.forgetEvidence(7);

        // Then
        assertThat(board.champion().getPrompt().getText()).isEqualTo("first");
        assertThat(board.champion().getQueries()).isZero();
        assertThat(board.contenders())
                .extracting(
                        standing -> standing.getPrompt().getText(),
                        PromptStanding::getRounds,
                        PromptStanding::getFirstVersion)
                .containsExactly(tuple("written", 0L, 7L));
    }
}
