package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.PolicyUpdate;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A candidate takes the place of the live policy. */
class AdoptionTest {
    private final AdoptionFixture fixture = new AdoptionFixture();
    private final Task promoted = fixture.promoted;
    private final PolicySnapshot candidate = fixture.candidate;
    private final Learners learners = fixture.learners;

    @Test
    void thePolicyIsTheCandidatesUnderTheNextVersion() {
        // Given
        PolicySnapshot before = fixture.live(2);

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
        fixture.live(2);
        learners.reopen(promoted, Optional.of(candidate));
        learners.takeUpdates();

        // When
        LearningOutcome ofTheOldPolicy = learners.learn(promoted, AdoptionFixture.round(11, 2));
        LearningOutcome ofTheNewPolicy = learners.learn(promoted, AdoptionFixture.round(12, 3));
        LearningOutcome again = learners.learn(promoted, AdoptionFixture.round(1, 0));

        // Then
        assertThat(ofTheOldPolicy).isEqualTo(new LearningOutcome.LeftOut(LearningOutcome.Reason.SUPERSEDED));
        assertThat(ofTheNewPolicy).isEqualTo(new LearningOutcome.Learned(4, 0, false));
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
        fixture.live(1);

        // When
        learners.learn(fixture.task, AdoptionFixture.round(2, 1));
        learners.reopen(promoted, Optional.of(candidate));
        learners.learn(promoted, AdoptionFixture.round(3, 3));
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
        PolicySnapshot before = fixture.live(2);

        // When
        Learners restarted = fixture.learners();
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
        fixture.live(2);
        learners.reopen(promoted, Optional.of(candidate));
        PolicySnapshot followed = learners.takeUpdates().getFirst().snapshot();

        // When the service starts again, and when the policy restarts
        Learners restarted = fixture.learners();
        Optional<String> awaited = restarted.awaitedCandidate(promoted, Optional.of(followed));
        Task longer = TaskSamples.revised(promoted, 3, TaskSamples.policy(3));
        restarted.open(longer, Optional.of(followed), Optional.empty());

        // Then
        assertThat(awaited).isEmpty();
        assertThat(restarted.awaitedCandidate(longer, Optional.empty())).isEmpty();
        PolicySnapshot anew = restarted.takeUpdates().getFirst().snapshot();
        assertThat(anew.getPromotionId()).isEqualTo(followed.getPromotionId());
        assertThat(anew.getLineage()).isEmpty();
    }
}
