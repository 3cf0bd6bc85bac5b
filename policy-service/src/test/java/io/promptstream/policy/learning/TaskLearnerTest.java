package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLearnerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
    private static final Task TASK = TaskSamples.contested("task", 2);
    private static final PolicySpecification SPECIFICATION =
            new PolicySpecification.RlPrompt(SettingsSamples.small(2, 3), Set.of());

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void learnsTheSameFromAnySnapshotOn(int contenders) throws Exception {
        // Given rounds in which a prompt is better than the first champion
        Task task = TaskSamples.contested("task", contenders);
        TaskLearner undisturbed = begin(task);
        TaskLearner interrupted = begin(task);
        Prompt first = Leaderboard.served(undisturbed.snapshot());
        List<RoundResult> rounds = IntStream.range(0, 12)
                .mapToObj(i -> RoundResult.newBuilder(RoundParts.round(
                                i,
                                result(0, first, rewards(i)),
                                result(1, 1 + i % 8, rewards(i + 2)),
                                result(2, 3, rewards(i + 9))))
                        .setPolicyVersion(Math.max(0, i - 2))
                        .build())
                .toList();

        // When
        for (RoundResult round : rounds) {
            undisturbed.learn(round);
            interrupted.learn(round);
            interrupted = resume(task, interrupted.snapshot());
        }

        // Then
        PolicySnapshot expected = undisturbed.snapshot();
        PolicySnapshot resumed = interrupted.snapshot();
        assertThat(resumed.getDigest()).isEqualTo(expected.getDigest());
        assertThat(resumed.getVersion()).isEqualTo(12);
        assertThat(resumed.getRecent()).isEqualTo(expected.getRecent());
        assertThat(resumed.getChampion()).isEqualTo(expected.getChampion());
        assertThat(resumed.getContenders()).isEqualTo(expected.getContenders());
        assertThat(resumed.getChampion().map(champion -> champion.getPrompt().getText()))
                .isEqualTo(contenders == 0 ? Optional.empty() : Optional.of("prompt 3"));
        assertThat(expected.getLearned()).hasSize(12);
        assertThat(resumed.getLearned()).isEmpty();
    }

    private static double[] rewards(int base) {
        return IntStream.range(0, 16).mapToDouble(query -> base + query % 3).toArray();
    }

    @Test
    void aRoundThatComesAgainChangesNothing() {
        // Given
        TaskLearner learner = begin();
        learner.learn(round(1, 0));
        String digest = learner.snapshot().getDigest();

        // When
        LearningOutcome outcome = learner.learn(round(1, 0));

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.Duplicate());
        assertThat(learner.hasNews()).isFalse();
        assertThat(learner.snapshot().getDigest()).isEqualTo(digest);
    }

    @Test
    void aRoundThatComesAgainAfterManyThatWereLeftOutChangesNothing() {
        // Given a version that does not grow, so that the lag of the round stays small
        TaskLearner learner = begin();
        learner.learn(round(1, 0));
        for (int number = 2; number < 400; number++) {
            learner.learn(RoundResult.newBuilder(round(number, 0))
                    .setPrompts(List.of())
                    .build());
        }
        PolicySnapshot before = learner.snapshot();

        // When
        LearningOutcome outcome = learner.learn(round(1, 0));

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.Duplicate());
        assertThat(before.getRecent()).hasSize(100);
        assertThat(learner.snapshot().getDigest()).isEqualTo(before.getDigest());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 300})
    void noRoundIsLearnedTwiceWhateverTheLargestLag(int maxLag) {
        // Given
        TaskLearner learner = begin(Task.newBuilder(TASK)
                .setPolicy(PolicyDefinition.newBuilder(TASK.getPolicy())
                        .setMaxLag(maxLag)
                        .build())
                .build());
        int rounds = 400;
        for (int number = 0; number < rounds; number++) {
            learner.learn(round(number, number));
        }

        // When
        for (int number = rounds - 1; number >= 0; number--) {
            learner.learn(round(number, number));
        }

        // Then
        assertThat(learner.snapshot().getVersion()).isEqualTo(rounds);
    }

    @Test
    void countsTheLagAndLeavesOldRoundsOut() {
        // Given
        TaskLearner learner = begin(Task.newBuilder(TASK)
                .setPolicy(PolicyDefinition.newBuilder(TASK.getPolicy())
                        .setMaxLag(2)
                        .build())
                .build());
        learner.learn(round(1, 0));
        learner.learn(round(2, 0));

        // When
        LearningOutcome lastThatCounts = learner.learn(round(3, 0));
        LearningOutcome tooOld = learner.learn(round(4, 0));

        // Then
        assertThat(lastThatCounts).isEqualTo(new LearningOutcome.Learned(3, 2));
        assertThat(tooOld).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.TOO_OLD));
        PolicySnapshot snapshot = learner.snapshot();
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
        LearningOutcome outcome = learner.learn(empty);

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.EMPTY));
        assertThat(learner.snapshot().getVersion()).isZero();
    }

    @Test
    void leavesOutARoundOfAVersionThatIsNotThereYet() {
        // Given
        TaskLearner learner = begin();
        learner.learn(round(1, 0));

        // When
        LearningOutcome fromADeletedTask = learner.learn(round(2, 2));

        // Then
        assertThat(fromADeletedTask).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.TOO_NEW));
        PolicySnapshot snapshot = learner.snapshot();
        assertThat(snapshot.getVersion()).isEqualTo(1);
        assertThat(snapshot.getRoundsLeftOut()).isEqualTo(1);
        assertThat(snapshot.getLearned()).hasSize(2);
    }

    @Test
    void absurdRewardsChangeNothing() {
        // Given
        TaskLearner learner = begin();
        String digest = learner.snapshot().getDigest();
        double largest = Double.MAX_VALUE;

        // When
        LearningOutcome sumTooLarge =
                learner.learn(RoundParts.round(1, result(0, 1, largest, largest), result(1, 3, 0, 1)));
        LearningOutcome spreadTooLarge =
                learner.learn(RoundParts.round(2, result(0, 1, 1e300, 1e300), result(1, 3, 0, 1)));
        LearningOutcome notANumber =
                learner.learn(RoundParts.round(3, result(0, 1, Double.NaN, Double.NaN), result(1, 3, 0, 1)));

        // Then
        var leftOut = new LearningOutcome.LeftOut(LearningOutcome.Reason.EMPTY);
        assertThat(List.of(sumTooLarge, spreadTooLarge, notANumber)).containsOnly(leftOut);
        PolicySnapshot snapshot = learner.snapshot();
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
        learner.learn(round(1, 0));

        // Then
        LearnedRound learned = learner.snapshot().getLearned().getFirst();
        assertThat(learned.getMeanReward()).isEqualTo(2.5);
        assertThat(learned.getAccuracy()).contains(0.5);
        assertThat(learned.getLoss()).isPresent();
        assertThat(learned.getDigest().orElseThrow()).hasSize(64);
    }

    @Test
    void aTaskWithoutContendersHasNoChampion() {
        // Given
        TaskLearner learner = begin(TaskSamples.task("task"));
        learner.learn(round(1, 0));

        // When
        PolicySnapshot snapshot = learner.snapshot();

        // Then
        assertThat(snapshot.getChampion()).isEmpty();
        assertThat(snapshot.getContenders()).isEmpty();
        assertThat(Leaderboard.served(snapshot)).isEqualTo(snapshot.getGreedyPrompt());
    }

    @Test
    void whatWasMeasuredUnderAnotherRevisionOfTheTaskIsForgotten() throws Exception {
        // Given
        TaskLearner learner = begin();
        Prompt champion = Leaderboard.served(learner.snapshot());
        RoundResult round = RoundParts.round(1, result(0, champion, 1, 1), result(1, 3, 2, 2));
        learner.learn(round);
        PolicySnapshot before = learner.snapshot();

        // When
        TaskLearner changed = resume(Task.newBuilder(TASK).setRevision(2).build(), before);
        PolicySnapshot after = changed.snapshot();
        changed.learn(RoundResult.newBuilder(round)
                .setRoundId(new UUID(0, 2))
                .setPolicyVersion(1)
                .build());

        // Then a round of the old revision teaches, but compares nothing
        assertThat(before.getContenders()).hasSize(1);
        assertThat(after.getContenders()).isEmpty();
        assertThat(after.getChampion().orElseThrow().getPrompt()).isEqualTo(champion);
        assertThat(after.getChampion().orElseThrow().getQueries()).isZero();
        PolicySnapshot taught = changed.snapshot();
        assertThat(taught.getVersion()).isEqualTo(2);
        assertThat(taught.getContenders()).isEmpty();
    }

    @Test
    void aPolicyThatBeginsAnewIsServedByTheChampionBefore() {
        // Given
        PolicySnapshot before = PolicySnapshot.newBuilder(begin().snapshot())
                .setChampion(new PromptStanding(new Prompt("proven", List.of(7)), 9L, 144L, 80.0, 0L, 0.0, 0.0, 1L, 9L))
                .build();

        // When
        PolicySnapshot anew = TaskLearner.begin(TASK, policies.initial(SPECIFICATION), Optional.of(before), CLOCK)
                .snapshot();

        // Then
        assertThat(Leaderboard.served(anew).getText()).isEqualTo("proven");
        assertThat(anew.getChampion().orElseThrow().getQueries()).isZero();
    }

    @Test
    void digestsDependOnNoSchema() {
        // Given
        TaskLearner learner = begin();
        Prompt champion = Leaderboard.served(learner.snapshot());

        // When
        learner.learn(RoundParts.round(1, result(0, champion, 1, 1), result(1, 3, 2, 2)));

        // Then
        assertThat(learner.snapshot().getDigest())
                .isEqualTo("6660a3d24b806245415226195accd57df1adc51f7052d1b5f53d1bdd7761b728");
    }

    private TaskLearner begin() {
        return begin(TASK);
    }

    private TaskLearner begin(Task task) {
        return TaskLearner.begin(task, policies.initial(SPECIFICATION), Optional.empty(), CLOCK);
    }

    private TaskLearner resume(Task task, PolicySnapshot snapshot) throws IncompatibleStateException {
        PolicyState state =
                new PolicyState(snapshot.getStateFormat(), snapshot.getState().array());
        return TaskLearner.resume(task, snapshot, policies.restore(SPECIFICATION, state), CLOCK);
    }

    /** Two prompts on two queries: mean rewards 1 and 4, half of the answers correct. */
    private static RoundResult round(int number, long policyVersion) {
        return RoundResult.newBuilder(RoundParts.round(number, result(0, 1 + number % 8, 0, 2), result(1, 3, 3, 5)))
                .setPolicyVersion(policyVersion)
                .build();
    }
}
