package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.RecurrentLanguageModel;
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

    private static final FrozenLanguageModel MODEL =
            new RecurrentLanguageModel(/* vocabularySize= */ 9, /* width= */ 6, /* seed= */ 1);
    private static final Task TASK = TaskSamples.task("task");

    private final Learners live = new Learners(new Policies(MODEL), Clock.systemUTC(), "live");
    private final Relearning relearning = new Relearning(MODEL, () -> {});

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
}
