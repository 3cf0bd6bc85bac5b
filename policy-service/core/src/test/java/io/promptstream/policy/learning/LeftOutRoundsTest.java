package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.LearnerFixture.TASK;
import static io.promptstream.policy.learning.LearnerFixture.round;
import static io.promptstream.policy.learning.RoundParts.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftOutRoundsTest {
    private final LearnerFixture fixture = new LearnerFixture();

    @Test
    void aRoundThatComesAgainChangesNothing() {
        // Given
        TaskLearner learner = fixture.begin();
        learner.learn(round(1, 0));
        String digest = learner.snapshot().getDigest();

        // When
        LearningOutcome outcome = learner.learn(round(1, 0));

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.Duplicate());
        assertThat(learner.hasUpdates()).isFalse();
        assertThat(learner.snapshot().getDigest()).isEqualTo(digest);
    }

    @Test
    void aRoundThatComesAgainAfterManyThatWereLeftOutChangesNothing() {
        // Given a version that does not grow, so that the lag of the round stays small
        TaskLearner learner = fixture.begin();
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

    @Test
    void aRoundThatComesAgainAfterThePolicyBeganAnewChangesNothing() {
        // Given
        TaskLearner before = fixture.begin();
        before.learn(round(1, 0));
        TaskLearner learner = fixture.begin(TASK, before.snapshot());
        String digest = learner.digest();

        // When
        LearningOutcome again = learner.learn(round(1, 0));
        LearningOutcome other = learner.learn(round(2, 0));

        // Then
        assertThat(again).isEqualTo(new LearningOutcome.Duplicate());
        assertThat(other).isInstanceOf(LearningOutcome.Learned.class);
        assertThat(learner.digest()).isNotEqualTo(digest);
        assertThat(learner.snapshot().getRoundsLearned()).isEqualTo(1);
    }

    @Test
    void aRoundOfADeletedTaskTeachesTheNextOneOfItsIdNothing() {
        // Given a task that was re-created as the third revision
        Task anew = Task.newBuilder(TASK)
                .setRevision(3)
                .setFirstRevision(3)
                .setCreatedAt(TASK.getCreatedAt().plusSeconds(1))
                .build();
        TaskLearner learner = fixture.begin(anew, fixture.begin().snapshot());
        String digest = learner.digest();

        // When
        LearningOutcome outcome = learner.learn(
                RoundResult.newBuilder(round(1, 0)).setTaskRevision(1).build());

        // Then
        assertThat(outcome).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.EARLIER_TASK));
        assertThat(learner.digest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 300})
    void noRoundIsLearnedTwiceWhateverTheLargestLag(int maxLag) {
        // Given
        TaskLearner learner = fixture.begin(Task.newBuilder(TASK)
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
        TaskLearner learner = fixture.begin(Task.newBuilder(TASK)
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
        assertThat(lastThatCounts).isEqualTo(new LearningOutcome.Learned(3, 2, false));
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
        TaskLearner learner = fixture.begin();
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
        TaskLearner learner = fixture.begin();
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
        TaskLearner learner = fixture.begin();
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
}
