package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole searches: 28 new prompts a round beside the four that the leaderboard asks for, on noisy queries. */
class LeaderboardSearchTest {
    private static final int TRIED = 4;
    private static final int DRAWN = 28;
    private static final int QUERIES = 16;
    private static final double NOISE = 50;
    private static final Task TASK = TaskSamples.contested("task", TRIED);

    private final Map<String, Double> means = new HashMap<>(Map.of("first", 0.0));
    private final Leaderboard board =
            Leaderboards.begin(TASK, prompt("first"), Optional.empty(), 0).orElseThrow();
    private int rounds;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void luckAmongThousandsOfWorsePromptsDoesNotReplaceTheChampion(int seed) {
        // When 2,800 prompts are tried that are half a standard deviation worse
        search(100, -NOISE / 2, new SplittableRandom(seed));

        // Then
        assertThat(board.champion().getPrompt().getText()).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aBetterPromptThatIsDrawnOnceIsFound(int seed) {
        // Given
        var random = new SplittableRandom(seed);
        search(10, -NOISE, random);

        // When
        means.put("better", NOISE);
        round(List.of("better"), random);
        search(10, -NOISE, random);

        // Then
        assertThat(board.champion().getPrompt().getText()).isEqualTo("better");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aChampionThatGetsWorseIsReplaced(int seed) {
        // Given
        var random = new SplittableRandom(seed);
        search(300, -NOISE, random);

        // When people ask what it is no good for
        means.put("first", -3 * NOISE);
        search(20, -NOISE, random);

        // Then
        assertThat(board.champion().getPrompt().getText()).isNotEqualTo("first");
    }

    private void search(int count, double meanOfDrawn, SplittableRandom random) {
        for (int round = 0; round < count; round++) {
            List<String> drawn = IntStream.range(0, DRAWN)
                    .mapToObj(n -> "prompt %d of round %d".formatted(n, rounds))
                    .toList();
            drawn.forEach(text -> means.put(text, meanOfDrawn));
            round(drawn, random);
        }
    }

    private void round(List<String> drawn, SplittableRandom random) {
        List<PromptResult> results = new ArrayList<>();
        board.nearest(TRIED).forEach(prompt -> results.add(result(prompt.getText(), random)));
        drawn.forEach(text -> results.add(result(text, random)));
        board.compare(results, 0, ++rounds);
    }

    private PromptResult result(String text, SplittableRandom random) {
        double mean = means.getOrDefault(text, 0.0);
        double[] rewards = new double[QUERIES];
        for (int query = 0; query < QUERIES; query++) {
            rewards[query] = mean + NOISE * random.nextGaussian();
        }
        return RoundParts.result(0, prompt(text), rewards);
    }

    private static Prompt prompt(String text) {
        return new Prompt(text, List.of());
    }
}
