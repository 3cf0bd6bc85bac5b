package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.Lineage;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A candidate takes the place of the live policy. */
class AdoptionTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.contested("task", 2);
    private final Task promoted =
            CandidateSamples.promoted(Task.newBuilder(task).setRevision(2).build(), "better");
    private final PolicySnapshot candidate = PolicySnapshot.newBuilder(
                    CandidateSamples.candidate(policies, task, "better", 5))
            .setChampion(standing("proven"))
            .setChampionSince(4L)
            .setContenders(List.of(standing("nearly")))
            .build();
    private final Learners learners = learners();

    @Test
    void thePolicyIsTheCandidatesUnderTheNextVersion() {
        // Given
        PolicySnapshot before = live(2);

        // When
        learners.reopen(promoted, Optional.of(candidate));
        PolicyUpdate updates = learners.takeUpdates().getFirst();

        // Then
        PolicySnapshot after = updates.snapshot();
        assertThat(after.getVersion()).isEqualTo(3);
        assertThat(after.getFirstVersion()).isEqualTo(3);
        assertThat(after.getPromotionId())
                .contains(CandidateSamples.promotion("better").getPromotionId());
        assertThat(after.getState()).isEqualTo(candidate.getState());
        assertThat(after.getGreedyPrompt()).isEqualTo(candidate.getGreedyPrompt());
        assertThat(Leaderboard.served(after).getText()).isEqualTo("proven");
        assertThat(after.getChampionSince()).contains(3L);
        assertThat(after.getContenders()).isEqualTo(candidate.getContenders());
        assertThat(after.getLineage()).isEqualTo(candidate.getLineage());
        assertThat(after.getCandidate()).isEmpty();
        assertThat(after.getRoundsLearned()).isEqualTo(before.getRoundsLearned());
        assertThat(after.getRecent()).isEqualTo(before.getRecent());
        assertThat(learners.hasFollowed(promoted)).isTrue();
        PolicyEvent step = updates.steps().getLast();
        assertThat(step.getKind()).isEqualTo(PolicyEventKind.PROMOTED);
        assertThat(step.getPromotion()).isEqualTo(promoted.getPromotion());
        assertThat(step.getTask()).contains(promoted);
        assertThat(step.getSnapshot().orElseThrow().getDigest()).isEqualTo(after.getDigest());
        assertThat(step.getDigest()).isEqualTo(after.getDigest());
    }

    @Test
    void whatTheReplacedPolicySampledIsLeftOutAndCounted() {
        // Given
        live(2);
        learners.reopen(promoted, Optional.of(candidate));
        learners.takeUpdates();

        // When
        LearningOutcome ofTheOldPolicy = learners.learn(promoted, round(11, 2));
        LearningOutcome ofTheNewPolicy = learners.learn(promoted, round(12, 3));
        LearningOutcome again = learners.learn(promoted, round(1, 0));

        // Then
        assertThat(ofTheOldPolicy).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.SUPERSEDED));
        assertThat(ofTheNewPolicy).isEqualTo(new LearningOutcome.Learned(4, 0));
        assertThat(again).isEqualTo(new LearningOutcome.Duplicate());
        PolicySnapshot after = learners.takeUpdates().getFirst().snapshot();
        assertThat(after.getRoundsLeftOut()).isEqualTo(1);
        assertThat(after.getLearned())
                .extracting(LearnedRound::getRoundId)
                .containsExactly(new UUID(0, 11), new UUID(0, 12));
    }

    @Test
    void roundsBeforeItAreToldBeforeIt() {
        // Given
        live(1);

        // When
        learners.learn(task, round(2, 1));
        learners.reopen(promoted, Optional.of(candidate));
        learners.learn(promoted, round(3, 3));
        PolicyUpdate updates = learners.takeUpdates().getFirst();

        // Then
        assertThat(updates.steps())
                .extracting(PolicyEvent::getKind)
                .containsExactly(PolicyEventKind.LEARNED, PolicyEventKind.PROMOTED, PolicyEventKind.LEARNED);
        assertThat(updates.steps()).extracting(PolicyEvent::getTaskRevision).containsExactly(1L, 2L, 2L);
        assertThat(updates.steps()).extracting(PolicyEvent::getVersion).containsExactly(2L, 3L, 4L);
        assertThat(updates.steps().get(1).getSnapshot().orElseThrow().getLearned())
                .isEmpty();
        assertThat(updates.snapshot().getLearned()).hasSize(2);
    }

    @Test
    void aLearnerThatStartsBetweenOrderAndAdoptionFollowsIt() {
        // Given
        PolicySnapshot before = live(2);

        // When
        Learners restarted = learners();
        assertThat(restarted.awaitedCandidate(promoted, Optional.of(before))).contains("better");
        restarted.open(promoted, Optional.of(before), Optional.of(candidate));
        PolicySnapshot followed = restarted.takeUpdates().getFirst().snapshot();

        // Then
        learners.reopen(promoted, Optional.of(candidate));
        PolicySnapshot undisturbed = learners.takeUpdates().getFirst().snapshot();
        assertThat(followed.getDigest()).isEqualTo(undisturbed.getDigest());
        assertThat(followed.getRecent()).isEqualTo(undisturbed.getRecent());
    }

    @Test
    void anOrderIsFollowedOnce() {
        // Given
        live(2);
        learners.reopen(promoted, Optional.of(candidate));
        PolicySnapshot followed = learners.takeUpdates().getFirst().snapshot();

        // When the service starts again, and when the policy restarts
        Learners restarted = learners();
        Optional<String> awaited = restarted.awaitedCandidate(promoted, Optional.of(followed));
        Task longer = Task.newBuilder(promoted)
                .setRevision(3)
                .setPolicy(TaskSamples.policy(3))
                .build();
        restarted.open(longer, Optional.of(followed), Optional.empty());

        // Then
        assertThat(awaited).isEmpty();
        assertThat(restarted.awaitedCandidate(longer, Optional.empty())).isEmpty();
        PolicySnapshot anew = restarted.takeUpdates().getFirst().snapshot();
        assertThat(anew.getPromotionId()).isEqualTo(followed.getPromotionId());
        assertThat(anew.getLineage()).isEmpty();
    }

    @Test
    void withoutTheCandidateTheLivePolicyGoesOn() {
        // Given
        PolicySnapshot before = live(2);

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
        assertThat(learners.learn(promoted, round(9, 2))).isEqualTo(new LearningOutcome.Learned(3, 0));
    }

    @Test
    void aCandidateThatDoesNotFitIsNotFollowed() {
        // Given
        live(2);
        PolicySnapshot otherShape = CandidateSamples.candidate(
                policies, Task.newBuilder(task).setPolicy(TaskSamples.policy(3)).build(), "better", 0);
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
        live(2);
        Lineage rescored = Lineage.newBuilder(candidate.getLineage().orElseThrow())
                .setReward(RewardDefinition.newBuilder(task.getReward())
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
        live(2);
        PolicyDefinition longer = TaskSamples.policy(3);
        Task otherSettings = Task.newBuilder(promoted).setPolicy(longer).build();
        PolicySnapshot of = CandidateSamples.candidate(
                policies, Task.newBuilder(task).setPolicy(longer).build(), "better", 0);

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

    /** The task's learner has learned so many rounds. */
    private PolicySnapshot live(int rounds) {
        learners.open(task, Optional.empty(), Optional.empty());
        for (int i = 1; i <= rounds; i++) {
            learners.learn(task, round(i, i - 1));
        }
        return learners.takeUpdates().getFirst().snapshot();
    }

    private Learners learners() {
        return new Learners(policies, Clock.systemUTC(), "test");
    }

    private static RoundResult round(int number, long policyVersion) {
        return RoundSamples.result(new UUID(0, number), "task", policyVersion);
    }

    private static PromptStanding standing(String text) {
        return new PromptStanding(new Prompt(text, List.of(1, 2)), 5L, 80L, 10.0, 64L, 0.0, 1.0, 1L, 5L);
    }
}
