package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.round.PolicyFollower.Saved;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyFollowerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int BYTES = 1_000;

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Learners learners = new Learners(policies, Clock.systemUTC(), "test");
    private final Map<String, Saved> saved = new HashMap<>();
    private final Set<UUID> known = new HashSet<>();
    private final PolicyFollower follower = new PolicyFollower(
            new PolicySteps(policies, Clock.systemUTC()),
            taskId -> Optional.ofNullable(saved.get(taskId)),
            (taskId, roundId) -> known.contains(roundId));
    private Task task = TaskSamples.task("task");
    private long offset;

    @BeforeEach
    void aTaskHasBegun() {
        learners.open(task, Optional.empty(), Optional.empty());
        save(learners.takeUpdates(0).getFirst());
    }

    @Test
    void aRoundThatTheHistoryNamesMakesTheNextVersionInWhicheverOrderTheTwoCome() {
        // When
        List<PolicyEvent> first = learned(1);
        first.forEach(step -> follower.step(step, 0));

        // Then
        assertThat(follower.advance(0)).isEmpty();
        assertThat(follower.awaited()).containsExactly("task");

        // When
        follower.round(result(1), BYTES);

        // Then
        assertThat(follower.advance(0))
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.getVersion()).isEqualTo(1));
        assertThat(follower.awaited()).isEmpty();

        // When
        follower.round(result(2), BYTES);
        assertThat(follower.advance(0)).isEmpty();
        List<PolicyEvent> second = learned(2);
        second.forEach(step -> follower.step(step, 0));

        // Then
        PolicySnapshot present = follower.advance(0).getFirst();
        PolicySnapshot live = learners.takeUpdates().getFirst().snapshot();
        assertThat(present.getDigest()).isEqualTo(live.getDigest());
        assertThat(present.getState()).isEqualTo(live.getState());
        assertThat(present.getChampion()).isEqualTo(live.getChampion());
        assertThat(present.getLearned()).isEqualTo(live.getLearned());
    }

    @Test
    void whoHasMissedARoundWaitsForTheNextSnapshot() {
        // Given
        learned(1);

        // When
        learned(2).forEach(step -> follower.step(step, 0));
        follower.round(result(2), BYTES);

        // Then
        assertThat(follower.advance(0)).isEmpty();
        assertThat(follower.awaited()).isEmpty();

        // When
        save(learners.takeUpdates(6 * SECOND).getFirst());
        learned(3).forEach(step -> follower.step(step, 0));
        follower.round(result(3), BYTES);

        // Then
        assertThat(follower.advance(0).getFirst().getVersion()).isEqualTo(3);
    }

    @Test
    void aRoundThatWasLeftOutAfterMissedOnesIsNoDivergence() {
        // Given
        int tooOld = task.getPolicy().getMaxLag() + 2;
        for (int number = 1; number < tooOld; number++) {
            learned(number);
        }

        // When what the learner leaves out could be learned by who has missed the rounds before
        RoundResult round = RoundSamples.result(new UUID(0, tooOld), "task", 0);
        learned(round).forEach(step -> follower.step(step, 0));
        follower.round(round, BYTES);

        // Then
        assertThat(follower.advance(0)).isEmpty();
        assertThat(follower.diverged()).isEmpty();

        // When
        save(learners.takeUpdates(6 * SECOND).getFirst());
        RoundResult next = RoundSamples.result(new UUID(0, tooOld + 1), "task", tooOld - 1);
        learned(next).forEach(step -> follower.step(step, 0));
        follower.round(next, BYTES);

        // Then
        assertThat(follower.advance(0).getFirst().getVersion()).isEqualTo(tooOld);
    }

    @Test
    void aChangedTaskIsFollowedFromItsOwnSnapshotOn() {
        // Given
        learned(1).forEach(step -> follower.step(step, 0));
        follower.round(result(1), BYTES);
        follower.advance(0);
        task = Task.newBuilder(task)
                .setRevision(2)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setLearningRate(0.1)
                        .build())
                .build();
        learners.reopen(task, Optional.empty());
        PolicyUpdate changed = learners.takeUpdates(SECOND).getFirst();

        // When the step comes before the snapshot
        changed.steps().forEach(step -> follower.step(step, 0));
        learned(2).forEach(step -> follower.step(step, 0));
        follower.round(result(2), BYTES);

        // Then
        assertThat(follower.advance(0)).isEmpty();

        // When
        save(changed);

        // Then
        assertThat(follower.advance(0)).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.getVersion()).isEqualTo(2);
            assertThat(snapshot.getTaskRevision()).isEqualTo(2);
        });
    }

    @Test
    void whatDivergesIsNotFollowed() {
        // When
        PolicyEvent step = learned(1).getFirst();
        follower.step(step, 0);
        RoundResult other =
                RoundResult.newBuilder(result(2)).setRoundId(new UUID(0, 1)).build();
        follower.round(other, BYTES);

        // Then
        assertThat(follower.advance(0)).isEmpty();
        assertThat(follower.awaited()).isEmpty();

        // When it has a snapshot again
        learned(2);
        save(learners.takeUpdates(6 * SECOND).getFirst());
        learned(3).forEach(later -> follower.step(later, 0));

        // Then it would not come out alike any more than before
        assertThat(follower.awaited()).isEmpty();

        // When the task is put again
        task = Task.newBuilder(task).setRevision(2).build();
        learners.reopen(task, Optional.empty());
        save(learners.takeUpdates(12 * SECOND).getFirst());
        learned(4).forEach(later -> follower.step(later, 0));
        follower.round(result(4), BYTES);

        // Then
        assertThat(follower.advance(0).getFirst().getVersion()).isEqualTo(4);
    }

    @Test
    void aRoundThatWasLearnedHereIsNeitherAwaitedNorLearnedAgain() {
        // Given
        learned(1).forEach(step -> follower.step(step, 0));
        known.add(new UUID(0, 1));

        // Then
        assertThat(follower.advance(0)).isEmpty();
        assertThat(follower.awaited()).isEmpty();

        // When another instance learns the next one, behind the snapshot that the former left
        save(learners.takeUpdates(6 * SECOND).getFirst());
        learned(2).forEach(step -> follower.step(step, 0));
        follower.round(result(2), BYTES);

        // Then
        assertThat(follower.advance(0).getFirst().getVersion()).isEqualTo(2);
    }

    @Test
    void aRoundThatDoesNotComeIsNotAwaitedForEver() {
        // Given
        learned(1).forEach(step -> follower.step(step, 0));

        // When
        follower.advance(4 * SECOND);

        // Then
        assertThat(follower.awaited()).containsExactly("task");

        // When
        follower.advance(6 * SECOND);

        // Then
        assertThat(follower.awaited()).isEmpty();
    }

    private List<PolicyEvent> learned(int number) {
        return learned(result(number));
    }

    private List<PolicyEvent> learned(RoundResult round) {
        learners.learn(task, round);
        // The first rounds after a snapshot's may come with another one.
        return learners.takeUpdates(SECOND).getFirst().steps();
    }

    private void save(PolicyUpdate update) {
        saved.put("task", new Saved(update.snapshot(), offset++));
    }

    private static RoundResult result(int number) {
        return RoundSamples.result(new UUID(0, number), "task", number - 1L);
    }
}
