package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskLearnerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
    private static final Task TASK = Task.newBuilder(TaskSamples.task("task"))
            .setPolicy(PolicyDefinition.newBuilder(TaskSamples.policy())
                    .setContendersPerRound(2)
                    .build())
            .build();
    private static final PolicySpecification SPECIFICATION =
            new PolicySpecification.RlPrompt(SettingsSamples.small(2, 3), Set.of());

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));

    @Test
    void learnsTheSameFromAnySnapshotOn() throws Exception {
        // Given
        TaskLearner undisturbed = begin();
        TaskLearner interrupted = begin();
        Prompt champion = undisturbed.snapshot(TASK).getChampion().orElseThrow().getPrompt();
        List<RoundResult> rounds = IntStream.range(0, 12)
                .mapToObj(i -> RoundResult.newBuilder(RoundParts.round(
                                i, result(0, champion, 1, i), result(1, 1 + i % 8, 0, 2), result(2, 3, 3, 5)))
                        .setPolicyVersion(Math.max(0, i - 2))
                        .build())
                .toList();

        // When
        for (RoundResult round : rounds) {
            undisturbed.learn(round, 8);
            interrupted.learn(round, 8);
            PolicySnapshot snapshot = interrupted.snapshot(TASK);
            interrupted = resume(snapshot);
        }

        // Then
        PolicySnapshot expected = undisturbed.snapshot(TASK);
        PolicySnapshot resumed = interrupted.snapshot(TASK);
        assertThat(resumed.getDigest()).isEqualTo(expected.getDigest());
        assertThat(resumed.getVersion()).isEqualTo(12);
        assertThat(resumed.getRecent()).isEqualTo(expected.getRecent());
        assertThat(resumed.getChampion()).isPresent().isEqualTo(expected.getChampion());
        assertThat(resumed.getContenders()).isNotEmpty().isEqualTo(expected.getContenders());
        assertThat(expected.getLearned()).hasSize(12);
        assertThat(resumed.getLearned()).isEmpty();
    }

    @Test
    void aRoundThatComesAgainChangesNothing() {
        // Given
        TaskLearner learner = begin();
        learner.learn(round(1, 0), 8);
        String digest = learner.snapshot(TASK).getDigest();

        // When
        LearningOutcome outcome = learner.learn(round(1, 0), 8);

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.Duplicate());
        assertThat(learner.hasNews()).isFalse();
        assertThat(learner.snapshot(TASK).getDigest()).isEqualTo(digest);
    }

    @Test
    void countsTheLagAndLeavesOldRoundsOut() {
        // Given
        TaskLearner learner = begin();
        learner.learn(round(1, 0), 2);
        learner.learn(round(2, 0), 2);

        // When
        LearningOutcome lastThatCounts = learner.learn(round(3, 0), 2);
        LearningOutcome tooOld = learner.learn(round(4, 0), 2);

        // Then
        assertThat(lastThatCounts).isEqualTo(new LearningOutcome.Learned(3, 2));
        assertThat(tooOld).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.TOO_OLD));
        PolicySnapshot snapshot = learner.snapshot(TASK);
        assertThat(snapshot.getVersion()).isEqualTo(3);
        assertThat(snapshot.getMaxLag()).isEqualTo(2);
        assertThat(snapshot.getRoundsLearned()).isEqualTo(3);
        assertThat(snapshot.getRoundsLeftOut()).isEqualTo(1);
        assertThat(snapshot.getLearned().getLast().getVersion()).isEmpty();
    }

    @Test
    void leavesOutARoundWithoutRewards() {
        // Given
        TaskLearner learner = begin();
        RoundResult empty =
                RoundResult.newBuilder(round(1, 0)).setPrompts(List.of()).build();

        // When
        LearningOutcome outcome = learner.learn(empty, 8);

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.EMPTY));
        assertThat(learner.snapshot(TASK).getVersion()).isZero();
    }

    @Test
    void leavesOutARoundOfAVersionThatIsNotThereYet() {
        // Given
        TaskLearner learner = begin();
        learner.learn(round(1, 0), 8);

        // When
        LearningOutcome fromADeletedTask = learner.learn(round(2, 2), 8);

        // Then
        assertThat(fromADeletedTask).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.TOO_NEW));
        PolicySnapshot snapshot = learner.snapshot(TASK);
        assertThat(snapshot.getVersion()).isEqualTo(1);
        assertThat(snapshot.getRoundsLeftOut()).isEqualTo(1);
        assertThat(snapshot.getLearned()).hasSize(2);
    }

    @Test
    void absurdRewardsChangeNothing() {
        // Given
        TaskLearner learner = begin();
        String digest = learner.snapshot(TASK).getDigest();
        double largest = Double.MAX_VALUE;

        // When
        LearningOutcome sumTooLarge =
                learner.learn(RoundParts.round(1, result(0, 1, largest, largest), result(1, 3, 0, 1)), 8);
        LearningOutcome spreadTooLarge =
                learner.learn(RoundParts.round(2, result(0, 1, 1e300, 1e300), result(1, 3, 0, 1)), 8);
        LearningOutcome notANumber =
                learner.learn(RoundParts.round(3, result(0, 1, Double.NaN, Double.NaN), result(1, 3, 0, 1)), 8);

        // Then
        var leftOut = new LearningOutcome.LeftOut(LearningOutcome.Reason.EMPTY);
        assertThat(List.of(sumTooLarge, spreadTooLarge, notANumber)).containsOnly(leftOut);
        PolicySnapshot snapshot = learner.snapshot(TASK);
        assertThat(snapshot.getDigest()).isEqualTo(digest);
        assertThat(snapshot.getLearned())
                .hasSize(3)
                .allSatisfy(round -> assertThat(round.getMeanReward()).isFinite());
    }

    @Test
    void summarisesARound() {
        // Given
        TaskLearner learner = begin();

        // When
        learner.learn(round(1, 0), 8);

        // Then
        LearnedRound learned = learner.snapshot(TASK).getLearned().getFirst();
        assertThat(learned.getMeanReward()).isEqualTo(2.5);
        assertThat(learned.getAccuracy()).contains(0.5);
        assertThat(learned.getLoss()).isPresent();
        assertThat(learned.getDigest().orElseThrow()).hasSize(64);
    }

    @Test
    void aTaskWithoutContendersHasNoChampion() {
        // Given
        TaskLearner learner = begin();
        learner.learn(round(1, 0), 8);

        // When
        PolicySnapshot snapshot = learner.snapshot(TaskSamples.task("task"));

        // Then
        assertThat(snapshot.getChampion()).isEmpty();
        assertThat(snapshot.getContenders()).isEmpty();
        assertThat(Leaderboard.served(snapshot)).isEqualTo(snapshot.getGreedyPrompt());
    }

    @Test
    void whatWasMeasuredUnderAnotherDefinitionOfTheTaskIsForgotten() throws Exception {
        // Given
        TaskLearner learner = begin();
        Prompt champion = learner.snapshot(TASK).getChampion().orElseThrow().getPrompt();
        learner.learn(RoundParts.round(1, result(0, champion, 1, 1), result(1, 3, 2, 2)), 8);
        PolicySnapshot before = learner.snapshot(TASK);

        // When
        PolicySnapshot after = TaskLearner.resume(before, policies.initial(SPECIFICATION), false, CLOCK)
                .snapshot(TASK);

        // Then
        assertThat(before.getContenders()).hasSize(1);
        assertThat(after.getContenders()).isEmpty();
        assertThat(after.getChampion().orElseThrow().getPrompt()).isEqualTo(champion);
        assertThat(after.getChampion().orElseThrow().getQueries()).isZero();
    }

    private TaskLearner begin() {
        return TaskLearner.begin("task", policies.initial(SPECIFICATION), 0, CLOCK);
    }

    private TaskLearner resume(PolicySnapshot snapshot) throws IncompatibleStateException {
        PolicyState state =
                new PolicyState(snapshot.getStateFormat(), snapshot.getState().array());
        return TaskLearner.resume(snapshot, policies.restore(SPECIFICATION, state), true, CLOCK);
    }

    /** Two prompts on two queries: mean rewards 1 and 4, half of the answers correct. */
    private static RoundResult round(int number, long policyVersion) {
        return RoundResult.newBuilder(RoundParts.round(number, result(0, 1 + number % 8, 0, 2), result(1, 3, 3, 5)))
                .setPolicyVersion(policyVersion)
                .build();
    }
}
