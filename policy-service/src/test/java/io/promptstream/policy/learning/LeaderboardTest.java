package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class LeaderboardTest {
    private static final int QUERIES = 16;

    private final Leaderboard board = Leaderboard.begin(prompt("first"), 0);
    private long version;

    @Test
    void measuresDifferencesToTheChampionOnTheSameQueries() {
        // When queries differ by far more than the prompts do
        compare(result("first", 100, -100, 40), result("other", 103, -98, 44));

        // Then
        PromptStanding other = board.contenders().getFirst();
        assertThat(other.getMeanDifference()).isCloseTo(3, within(1e-12));
        assertThat(other.getMeanReward()).isCloseTo(49.0 / 3, within(1e-12));
        assertThat(other.getVariance()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(Leaderboard.standardError(other)).hasValueCloseTo(Math.sqrt(1.0 / 3), within(1e-12));
        assertThat(other.getQueries()).isEqualTo(3);
        assertThat(other.getRounds()).isEqualTo(1);
    }

    @Test
    void aBetterPromptReplacesTheChampionOnceThereIsEvidence() {
        // When
        for (int round = 0; round < 3; round++) {
            compare(steady("first", 10), steady("better", 30));
        }
        String before = board.champion().getPrompt().getText();
        compare(steady("first", 10), steady("better", 30));

        // Then it takes 64 queries
        assertThat(before).isEqualTo("first");
        assertThat(board.champion().getPrompt().getText()).isEqualTo("better");
        assertThat(board.championSince()).isEqualTo(4);
        PromptStanding former = board.contenders().getFirst();
        assertThat(former.getPrompt().getText()).isEqualTo("first");
        assertThat(former.getMeanDifference()).isEqualTo(-20);
        assertThat(former.getQueries()).isEqualTo(64);
    }

    @Test
    void theOthersAreSeenFromTheNewChampion() {
        // When
        for (int round = 0; round < 4; round++) {
            compare(steady("first", 10), steady("better", 30), steady("middling", 15));
        }

        // Then
        assertThat(board.contenders())
                .filteredOn(standing -> standing.getPrompt().getText().equals("middling"))
                .singleElement()
                .satisfies(standing -> assertThat(standing.getMeanDifference()).isEqualTo(-15));
    }

    @Test
    void luckDoesNotReplaceTheChampion() {
        // Given 200 prompts that are as good as the champion, on noisy queries
        var random = new SplittableRandom(1);
        int replaced = 0;

        // When each is tried in four rounds
        for (int n = 0; n < 200; n++) {
            Leaderboard fresh = Leaderboard.begin(prompt("first"), 0);
            for (int round = 0; round < 4; round++) {
                fresh.compare(List.of(noisy("first", 0, random), noisy("equal", 0, random)), round);
            }
            replaced += fresh.champion().getPrompt().getText().equals("equal") ? 1 : 0;
        }

        // Then about one in twenty passes a test at 5 %
        assertThat(replaced).isBetween(2, 20);
    }

    @Test
    void theMostPromisingAreTriedFirst() {
        // Given "unknown" has one query and "hopeless" many
        compare(steady("first", 10), steady("near", 9), steady("hopeless", -50));
        compare(result("first", 10), result("unknown", -20));

        // Then
        assertThat(board.nearest(3)).extracting(Prompt::getText).containsExactly("first", "unknown", "near");
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
    void rewardsThatAreNoNumbersOrMissForOneOfTheTwoAreNotCompared() {
        // When
        compare(result("first", 10, Double.NaN, 30), result("other", 11, 21));

        // Then
        PromptStanding other = board.contenders().getFirst();
        assertThat(other.getQueries()).isEqualTo(1);
        assertThat(other.getMeanDifference()).isEqualTo(1);
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
        assertThat(board.contenders()).hasSize(Leaderboard.MOST_CONTENDERS);
        assertThat(board.contenders())
                .allSatisfy(standing -> assertThat(standing.getMeanDifference()).isGreaterThan(-8));
    }

    @Test
    void noticesThatPeopleAskSomethingElse() {
        // Given a champion that was better for a long time
        for (int round = 0; round < 1000; round++) {
            compare(steady("first", 10), steady("other", 0));
        }

        // When another is better from now on
        int rounds = 0;
        while (board.champion().getPrompt().getText().equals("first") && rounds < 1000) {
            compare(steady("first", 10), steady("other", 20));
            rounds++;
        }

        // Then it is noticed before as many rounds have passed
        assertThat(rounds).isBetween(100, 400);
    }

    private void compare(PromptResult... round) {
        board.compare(List.of(round), ++version);
    }

    private static PromptResult steady(String text, double reward) {
        return result(text, query -> reward);
    }

    private static PromptResult noisy(String text, double mean, SplittableRandom random) {
        return result(text, query -> mean + 50 * random.nextGaussian());
    }

    private static PromptResult result(String text, ToDoubleFunction<Integer> reward) {
        double[] rewards = new double[QUERIES];
        for (int query = 0; query < QUERIES; query++) {
            rewards[query] = reward.applyAsDouble(query);
        }
        return result(text, rewards);
    }

    private static PromptResult result(String text, double... rewards) {
        return RoundParts.result(0, prompt(text), rewards);
    }

    private static Prompt prompt(String text) {
        return new Prompt(text, List.of());
    }
}
