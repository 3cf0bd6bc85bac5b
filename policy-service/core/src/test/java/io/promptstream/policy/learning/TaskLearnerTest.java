package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.LearnerFixture.CLOCK;
import static io.promptstream.policy.learning.LearnerFixture.SPECIFICATION;
import static io.promptstream.policy.learning.LearnerFixture.TASK;
import static io.promptstream.policy.learning.LearnerFixture.round;
import static io.promptstream.policy.learning.RoundParts.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLearnerTest {
    private final LearnerFixture fixture = new LearnerFixture();

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void learnsTheSameFromAnySnapshotOn(int contenders) throws Exception {
        // Given rounds in which a prompt is better than the first champion
        Task task = TaskSamples.contested("task", contenders);
        TaskLearner undisturbed = fixture.begin(task);
        TaskLearner interrupted = fixture.begin(task);
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
            interrupted = fixture.resume(task, interrupted.snapshot());
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
    void summarisesARound() {
        // Given
        TaskLearner learner = fixture.begin();

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
        TaskLearner learner = fixture.begin(TaskSamples.task("task"));
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
        TaskLearner learner = fixture.begin();
        Prompt champion = Leaderboard.served(learner.snapshot());
        RoundResult round = RoundParts.round(1, result(0, champion, 1, 1), result(1, 3, 2, 2));
        learner.learn(round);
        PolicySnapshot before = learner.snapshot();

        // When
        TaskLearner changed =
                fixture.resume(Task.newBuilder(TASK).setRevision(2).build(), before);
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
        PolicySnapshot before = PolicySnapshot.newBuilder(fixture.begin().snapshot())
                .setChampion(new PromptStanding(
                        new Prompt("proven", List.of(7)), 9L, 144L, 80.0, 0L, 0.0, 0.0, 1L, 9L, List.of()))
                .build();

        // When
        PolicySnapshot anew = TaskLearners.begin(
                        TASK, fixture.policies().initial(SPECIFICATION), Optional.of(before), CLOCK)
                .snapshot();

        // Then
        assertThat(Leaderboard.served(anew).getText()).isEqualTo("proven");
        assertThat(anew.getChampion().orElseThrow().getQueries()).isZero();
    }

    @Test
    void digestsDependOnNoSchema() {
        // Given
        TaskLearner learner = fixture.begin();
        Prompt champion = Leaderboard.served(learner.snapshot());

        // When
        learner.learn(RoundParts.round(1, result(0, champion, 1, 1), result(1, 3, 2, 2)));

        // Then
        assertThat(learner.snapshot().getDigest())
                .isEqualTo("6660a3d24b806245415226195accd57df1adc51f7052d1b5f53d1bdd7761b728");
    }
}
