package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.PolicyUpdate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A candidate that the policy does not follow, or not in everything. */
class AdoptionMisfitTest {
    private final AdoptionFixture fixture = new AdoptionFixture();
    private final Task promoted = fixture.promoted;
    private final PolicySnapshot candidate = fixture.candidate;
    private final Learners learners = fixture.learners;

    @Test
    void withoutTheCandidateTheLivePolicyGoesOn() {
        // Given
        PolicySnapshot before = fixture.live(2);

        // When
        learners.reopen(promoted, Optional.empty());
        PolicyUpdate updates = learners.takeUpdates().getFirst();

        // Then
        assertThat(learners.hasFollowed(promoted)).isFalse();
        assertThat(learners.isCurrent(promoted)).isTrue();
        assertThat(updates.steps()).extracting(PolicyEvent::getKind).containsExactly(PolicyEventKind.CONTINUED);
        assertThat(updates.snapshot().getVersion()).isEqualTo(before.getVersion());
        assertThat(updates.snapshot().getPromotionId()).isEmpty();
        assertThat(updates.snapshot().getGreedyPrompt()).isEqualTo(before.getGreedyPrompt());
        assertThat(learners.learn(promoted, AdoptionFixture.round(9, 2)))
                .isEqualTo(new LearningOutcome.Learned(3, 0, false));
    }

    @Test
    void aCandidateThatDoesNotFitIsNotFollowed() {
        // Given
        fixture.live(2);
        PolicySnapshot otherShape = CandidateSamples.candidate(
                fixture.policies,
                Task.newBuilder(fixture.task).setPolicy(TaskSamples.policy(3)).build(),
                "better",
                0);
        PolicySnapshot ofADeletedTask = PolicySnapshot.newBuilder(candidate)
                .setTaskCreatedAt(Instant.EPOCH.minusSeconds(1))
                .build();

        for (PolicySnapshot misfit : List.of(otherShape, ofADeletedTask)) {
            // When
            learners.reopen(promoted, Optional.of(misfit));

            // Then
            assertThat(learners.hasFollowed(promoted)).isFalse();
            assertThat(learners.takeUpdates().getFirst().snapshot().getVersion())
                    .isEqualTo(2);
        }
    }

    @Test
    void whatWasMeasuredWithOtherRewardsIsForgotten() {
        // Given
        fixture.live(2);
        Lineage rescored = Lineage.newBuilder(candidate.getLineage().orElseThrow())
                .setReward(RewardDefinition.newBuilder(fixture.task.getReward())
                        .setCorrectScale(1)
                        .build())
                .build();

        // When
        learners.reopen(
                promoted,
                Optional.of(PolicySnapshot.newBuilder(candidate)
                        .setLineage(rescored)
                        .setTaskRevision(1)
                        .build()));

        // Then
        PolicySnapshot after = learners.takeUpdates().getFirst().snapshot();
        assertThat(Leaderboard.served(after).getText()).isEqualTo("proven");
        assertThat(after.getChampion().orElseThrow().getQueries()).isZero();
        assertThat(after.getContenders()).isEmpty();
    }

    @Test
    void itsSettingsHoldFromThenOn() {
        // Given a candidate whose prompts are longer
        fixture.live(2);
        PolicyDefinition longer = TaskSamples.policy(3);
        Task otherSettings = Task.newBuilder(promoted).setPolicy(longer).build();
        PolicySnapshot of = CandidateSamples.candidate(
                fixture.policies,
                Task.newBuilder(fixture.task).setPolicy(longer).build(),
                "better",
                0);

        // When
        learners.reopen(otherSettings, Optional.of(of));

        // Then
        assertThat(learners.hasFollowed(otherSettings)).isTrue();
        assertThat(learners.takeUpdates()
                        .getFirst()
                        .snapshot()
                        .getGreedyPrompt()
                        .getTokens())
                .hasSize(3);
    }
}
