package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LearnersTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.task("task");
    private final Learners learners = new Learners(policies, Clock.systemUTC(), "test");

    @Test
    void aNewTaskGetsASnapshotOfVersionZero() {
        // When
        learners.open(task, Optional.empty(), Optional.empty());

        // Then
        PolicySnapshot snapshot = learners.takeUpdates().getFirst().snapshot();
        assertThat(snapshot.getVersion()).isZero();
        assertThat(snapshot.getGreedyPrompt()).isEqualTo(snapshot.getInitialPrompt());
        assertThat(learners.takeUpdates()).isEmpty();
    }

    @Test
    void anUnchangedTaskGoesOnWithoutANewSnapshot() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        PolicySnapshot snapshot = learners.takeUpdates().getFirst().snapshot();

        // When
        Learners restarted = new Learners(policies, Clock.systemUTC(), "test");
        restarted.open(task, Optional.of(snapshot), Optional.empty());

        // Then
        assertThat(restarted.isCurrent(task)).isTrue();
        assertThat(restarted.takeUpdates()).isEmpty();
    }

    @Test
    void aFasterLearningRateKeepsWhatWasLearned() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, RoundSamples.result(new UUID(0, 1), "task", 0));
        learners.takeUpdates();

        // When
        Task changed = Task.newBuilder(task)
                .setRevision(2)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setLearningRate(0.1)
                        .build())
                .build();
        learners.reopen(changed, Optional.empty());

        // Then
        PolicySnapshot snapshot = learners.takeUpdates().getFirst().snapshot();
        assertThat(snapshot.getVersion()).isEqualTo(1);
        assertThat(snapshot.getTaskRevision()).isEqualTo(2);
        assertThat(snapshot.getRecent()).hasSize(1);
    }

    @Test
    void aLongerPromptBeginsAnewAtTheNextVersion() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, RoundSamples.result(new UUID(0, 1), "task", 0));

        // When
        Task changed = Task.newBuilder(task)
                .setRevision(2)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setPromptLength(3)
                        .build())
                .build();
        learners.reopen(changed, Optional.empty());

        // Then
        PolicySnapshot snapshot = learners.takeUpdates().getFirst().snapshot();
        assertThat(snapshot.getVersion()).isEqualTo(2);
        assertThat(snapshot.getRoundsLearned()).isZero();
        assertThat(snapshot.getRecent())
                .extracting(LearnedRound::getRoundId)
                .as("rounds that are not learned once more")
                .containsExactly(new UUID(0, 1));
        assertThat(snapshot.getGreedyPrompt().getTokens()).hasSize(3);
    }

    @Test
    void aTaskOfTheSameRevisionThatWasPutAnewIsAnotherOne() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());

        // When
        Task putAnew = Task.newBuilder(task)
                .setCreatedAt(Instant.EPOCH.plusSeconds(1))
                .setPolicy(TaskSamples.policy(3))
                .build();

        // Then
        assertThat(putAnew.getRevision()).isEqualTo(task.getRevision());
        assertThat(learners.isCurrent(putAnew)).isFalse();
    }

    @Test
    void roundsThatNoSnapshotListsAreHandedOn() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.takeUpdates();
        learners.learn(task, RoundSamples.result(new UUID(0, 1), "task", 0));

        // When
        Task faster = Task.newBuilder(task)
                .setRevision(2)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setLearningRate(0.1)
                        .build())
                .build();
        learners.reopen(faster, Optional.empty());
        learners.learn(faster, RoundSamples.result(new UUID(0, 2), "task", 1));
        Task longer = Task.newBuilder(task)
                .setRevision(3)
                .setPolicy(TaskSamples.policy(3))
                .build();
        learners.reopen(longer, Optional.empty());

        // Then
        assertThat(learners.takeUpdates().getFirst().snapshot().getLearned())
                .extracting(LearnedRound::getRoundId)
                .containsExactly(new UUID(0, 1), new UUID(0, 2));
    }

    @Test
    void aTaskThatCannotBeMadeHereTakesNoRoundsAway() {
        // Given
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, RoundSamples.result(new UUID(0, 1), "task", 0));

        // When
        Task unknown = Task.newBuilder(task)
                .setRevision(2)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setKind(PolicyKind.UNKNOWN)
                        .build())
                .build();

        // Then
        assertThatThrownBy(() -> learners.reopen(unknown, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(learners.takeUpdates().getFirst().snapshot().getLearned()).hasSize(1);
    }
}
