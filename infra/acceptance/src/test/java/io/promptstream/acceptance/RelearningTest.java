package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.round.Learners;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was really learned and what the history says of it, which exactly-once keeps equal. */
class RelearningTest {

    private static final Task TASK = Task.newBuilder()
            .setTaskId("task")
            .setRevision(1)
            .setTemplate("{input} {prompt}")
            .setKind(OutputKind.GENERATION)
            .setReward(RewardDefinition.newBuilder()
                    .setKind(RewardKind.TOKEN_F1)
                    .setWindowMillis(10_000)
                    .setMissing(MissingRewardRule.LEAVE_OUT)
                    .build())
            .setTaskModel(TaskModelDefinition.newBuilder()
                    .setKind(TaskModelKind.LOCAL)
                    .setName("bundled")
                    .build())
            .setPolicy(PolicyDefinition.newBuilder()
                    .setKind(PolicyKind.RLPROMPT)
                    .setPromptLength(2)
                    .setPromptsPerRound(2)
                    .setQueriesPerRound(1)
                    .setRoundsInFlight(2)
                    .setMaxLag(8)
                    .setHiddenSize(4)
                    .setLearningRate(0.01)
                    .setSeed(5)
                    .build())
            .setCreatedAt(Instant.EPOCH)
            .setUpdatedAt(Instant.EPOCH)
            .build();

    private final Learners live = new Learners(new Policies(new FewWords()), Clock.systemUTC(), "live");
    private final Relearning relearning = new Relearning(new FewWords(), () -> {});

    RelearningTest() {
        live.open(TASK, Optional.empty(), Optional.empty());
    }

    @Test
    void findsNoDifferenceWhereEachRoundIsLearnedOnce() {
        // Given
        var history = new ArrayList<>(updates());
        for (int round = 1; round <= 3; round++) {
            live.learn(TASK, round(round, round));
            history.addAll(updates());
        }

        // When
        follow(history);

        // Then
        assertThat(relearning.difference()).isEmpty();
        assertThat(relearning.version()).isEqualTo(3);
    }

    @Test
    void findsTheSecondLessonOfARound() {
        // Given the weights of two lessons where history and version tell of one
        var history = new ArrayList<>(updates());
        live.learn(TASK, round(1, 1));
        var once = updates().getLast();
        live.learn(TASK, round(2, 1));
        history.add(withDigest(once, updates().getLast()));

        // When
        follow(history);

        // Then
        assertThat(relearning.difference()).isPresent();
        assertThat(relearning.version()).isZero();
    }

    @Test
    void findsARoundThatWasLeftOut() {
        // Given the weights of one lesson where history and version tell of two
        var history = new ArrayList<>(updates());
        live.learn(TASK, round(1, 1));
        var first = updates().getLast();
        live.learn(TASK, round(2, 2));
        history.add(first);
        history.add(withDigest(updates().getLast(), first));

        // When
        follow(history);

        // Then
        assertThat(relearning.difference()).isPresent();
        assertThat(relearning.version()).isOne();
    }

    @Test
    void findsARoundThatWasLearnedInPlaceOfAnother() {
        // Given
        var history = new ArrayList<>(updates());
        live.learn(TASK, round(1, 1));
        live.learn(TASK, round(2, 1));
        history.addAll(updates());

        // When
        follow(history);

        // Then
        assertThat(relearning.difference()).isPresent();
    }

    @Test
    void findsARoundThatIsListedTwice() {
        // Given
        var history = new ArrayList<>(updates());
        live.learn(TASK, round(1, 1));
        var step = updates().getLast();
        var listed = step.getLearned().getFirst();
        history.add(
                PolicyEvent.newBuilder(step).setLearned(List.of(listed, listed)).build());

        // When
        follow(history);

        // Then
        assertThat(relearning.difference()).isPresent();
    }

    private void follow(List<PolicyEvent> history) {
        relearning.follow(history, id -> {
            int number = (int) id.getLeastSignificantBits();
            return round(number, number);
        });
    }

    private List<PolicyEvent> updates() {
        return live.takeUpdates().stream()
                .map(PolicyUpdate::steps)
                .flatMap(List::stream)
                .toList();
    }

    private static PolicyEvent withDigest(PolicyEvent step, PolicyEvent other) {
        return PolicyEvent.newBuilder(step).setDigest(other.getDigest()).build();
    }

    /** Two prompts on one query. */
    private static RoundResult round(int id, int variety) {
        return RoundResult.newBuilder()
                .setRoundId(new UUID(0, id))
                .setTaskId(TASK.getTaskId())
                .setTaskRevision(1)
                .setPolicyVersion(0)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of(prompt(0, variety), prompt(1, 2 * variety)))
                .setExpectedRewards(2)
                .setReceivedRewards(2)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    private static PromptResult prompt(int index, double reward) {
        return PromptResult.newBuilder()
                .setPrompt(new Prompt("w w", List.of(1 + index, 3)))
                .setPromptIndex(index)
                .setLogProbability(-2)
                .setTruncation(new SamplerTruncation(0, 0, 4))
                .setSeed(1)
                .setRewards(List.of(new QueryReward(0, reward, true, false)))
                .build();
    }

    /** Five tokens, of which the first ends a text; the state is the last token's row. */
    private static final class FewWords implements FrozenLanguageModel {
        private static final float[][] ROWS = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {-1, 1}};

        @Override
        public int width() {
            return 2;
        }

        @Override
        public int vocabularySize() {
            return ROWS.length;
        }

        @Override
        public int endOfTextToken() {
            return 0;
        }

        @Override
        public float[][][] hiddenStates(int[][] sequences) {
            var states = new float[sequences.length][][];
            for (int n = 0; n < sequences.length; n++) {
                states[n] = new float[sequences[n].length][];
                for (int t = 0; t < sequences[n].length; t++) {
                    states[n][t] = ROWS[sequences[n][t]].clone();
                }
            }
            return states;
        }

        @Override
        public float[][] outputEmbedding() {
            return ROWS;
        }

        @Override
        public int[] tokens(String text) {
            return text.chars().map(character -> 1 + character % 4).toArray();
        }

        @Override
        public String text(int... tokens) {
            return " w".repeat(tokens.length);
        }

        @Override
        public String fingerprint() {
            return "few-words";
        }
    }
}
