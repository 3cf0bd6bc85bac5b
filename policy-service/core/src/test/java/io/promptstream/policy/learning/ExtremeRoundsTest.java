package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.RoundSamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a field of a round holds: it is learned or skipped, and the good rounds after it are learned as ever. */
class ExtremeRoundsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC);
    private static final String LONG = "é".repeat(100_000);

    private final Task task = TaskSamples.contested("task", 2);
    private final Learners learners = new Learners(new Policies(new RecurrentLanguageModel(9, 6, 1)), CLOCK, "test");

    static Stream<Consumer<RoundResult>> extremes() {
        List<Consumer<RoundResult>> extremes = new ArrayList<>();
        for (long number : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}) {
            extremes.add(round -> round.put("taskRevision", number));
            extremes.add(round -> round.put("policyVersion", number));
            extremes.add(round -> round.put("openedAt", Instant.ofEpochMilli(number)));
            extremes.add(round -> round.put("closedAt", Instant.ofEpochMilli(number)));
            extremes.add(round -> round.put("expectedRewards", (int) number));
            extremes.add(round -> first(round).put("seed", number));
            extremes.add(round -> first(round).put("promptIndex", (int) number));
            extremes.add(round -> reward(round).put("queryIndex", (int) number));
        }
        for (double number : new double[] {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE
        }) {
            extremes.add(round -> reward(round).put("value", number));
            extremes.add(round -> round.getPrompts()
                    .forEach(prompt -> prompt.getRewards().forEach(reward -> reward.put("value", number))));
            extremes.add(round -> first(round).put("logProbability", number));
        }
        for (List<Integer> tokens : List.of(List.<Integer>of(), List.of(-1, Integer.MAX_VALUE), List.of(0))) {
            extremes.add(round -> first(round).put("prompt", new Prompt("text", tokens)));
        }
        for (String text : List.of("", "\u0000", "\u200b", "\ud800", LONG)) {
            extremes.add(round -> round.getPrompts()
                    .forEach(prompt -> prompt.put(
                            "prompt", new Prompt(text, prompt.getPrompt().getTokens()))));
        }
        extremes.add(round -> round.put("prompts", List.of()));
        extremes.add(round -> first(round).put("rewards", List.of()));
        extremes.add(round -> round.put("roundId", new UUID(0, 0)));
        return extremes.stream();
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void areLearnedOrLeftOutAndNothingElse(Consumer<RoundResult> extreme) {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        RoundResult odd = RoundResult.newBuilder(RoundSamples.result(new UUID(1, 1), "task", 0))
                .build();
        extreme.accept(odd);

        // When
        learners.learn(task, odd);
        LearningOutcome good = learners.learn(task, RoundSamples.result(new UUID(1, 2), "task", 0));

        // Then
        assertThat(good).isInstanceOf(LearningOutcome.Learned.class);
        PolicySnapshot snapshot = learners.takeUpdates().getFirst().snapshot();
        Stream.concat(snapshot.getChampion().stream(), snapshot.getContenders().stream())
                .forEach(standing -> assertThat(standing.getMeanReward()).isFinite());
    }

    private static PromptResult first(RoundResult round) {
        return round.getPrompts().getFirst();
    }

    private static QueryReward reward(RoundResult round) {
        return first(round).getRewards().getFirst();
    }
}
