package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.task("task");
    private final Learners learners = new Learners(policies, Clock.systemUTC(), "test");
    private final PolicySteps steps = new PolicySteps(policies, Clock.systemUTC());
    private final List<PolicyEvent> history = new ArrayList<>();
    private final List<RoundResult> rounds = new ArrayList<>();
    private PolicySnapshot saved = new PolicySnapshot();

    @BeforeEach
    void aTaskHasLearnedSinceItsSnapshot() {
        learners.open(task, Optional.empty(), Optional.empty());
        saved = positioned(learners.takeUpdates(0).getFirst().snapshot());
        learn(1);
        saved = positioned(learners.takeUpdates(6 * SECOND).getFirst().snapshot());
        learn(2);
        learn(3);
        tell(7 * SECOND);
        learn(3);
        learn(4);
        tell(8 * SECOND);
    }

    @Test
    void thePolicyIsTheOneThatWasCommittedLastBitByBit() {
        // When
        CatchUp.Result result = caughtUp(rounds);

        // Then
        PolicySnapshot undisturbed =
                learners.takeUpdates(12 * SECOND).getFirst().snapshot();
        assertThat(result.divergence()).isEmpty();
        assertThat(result.snapshot().getVersion()).isEqualTo(4);
        assertThat(result.snapshot().getDigest()).isEqualTo(undisturbed.getDigest());
        assertThat(result.snapshot().getState()).isEqualTo(undisturbed.getState());
        assertThat(result.snapshot().getRecent()).isEqualTo(undisturbed.getRecent());
        assertThat(result.snapshot().getRoundsLearned()).isEqualTo(undisturbed.getRoundsLearned());
        assertThat(result.unsaved())
                .extracting(LearnedRound::getRoundId)
                .containsExactly(new UUID(0, 2), new UUID(0, 3), new UUID(0, 4));
    }

    @Test
    void aLearnerThatGoesOnFromItComesToTheSamePolicyAndListsEachRoundOnce() {
        // Given
        CatchUp.Result result = caughtUp(rounds);
        Learners restarted = new Learners(policies, Clock.systemUTC(), "test");

        // When
        restarted.open(task, Optional.of(result.snapshot()), Optional.empty());
        restarted.owe("task", result.unsaved());
        restarted.learn(task, result(5));
        learners.learn(task, result(5));

        // Then
        PolicySnapshot goneOn = restarted.takeUpdates(0).getFirst().snapshot();
        assertThat(goneOn.getDigest())
                .isEqualTo(learners.takeUpdates().getFirst().snapshot().getDigest());
        assertThat(goneOn.getLearned())
                .extracting(LearnedRound::getRoundId)
                .containsExactly(new UUID(0, 2), new UUID(0, 3), new UUID(0, 4), new UUID(0, 5));
    }

    @Test
    void roundsThatTheHistoryDoesNotNameAreLeftOut() {
        // Given
        List<RoundResult> more = new ArrayList<>(rounds);
        more.add(2, result(77));

        // When
        CatchUp.Result result = caughtUp(more);

        // Then
        assertThat(result.divergence()).isEmpty();
        assertThat(result.snapshot().getVersion()).isEqualTo(4);
    }

    @Test
    void whereOtherDigitsComeOutItContinuesWithTheseAndSaysSo() {
        // Given
        RoundResult changed = RoundResult.newBuilder(rounds.get(2)).build();
        PromptResult first = changed.getPrompts().getFirst();
        List<PromptResult> prompts = new ArrayList<>(changed.getPrompts());
        prompts.set(
                0,
                PromptResult.newBuilder(first)
                        .setRewards(List.of(new QueryReward(0, 99.0, true, false)))
                        .build());
        rounds.set(2, RoundResult.newBuilder(changed).setPrompts(prompts).build());

        // When
        CatchUp.Result result = caughtUp(rounds);

        // Then
        assertThat(result.divergence().orElseThrow())
                .contains("round " + changed.getRoundId())
                .contains("version 3");
        assertThat(result.snapshot().getVersion()).isEqualTo(4);
        assertThat(result.snapshot().getDigest())
                .isNotEqualTo(learners.takeUpdates().getFirst().snapshot().getDigest());
        assertThat(result.unsaved()).hasSize(3);
    }

    @Test
    void aVersionWhoseRoundsAreGoneIsNotGivenAgain() {
        // When
        CatchUp.Result result = caughtUp(rounds.subList(0, 3));

        // Then
        assertThat(result.divergence().orElseThrow()).contains("is not among the round results any more");
        assertThat(result.snapshot().getVersion()).isEqualTo(4);
        assertThat(result.snapshot().getState()).isNotEqualTo(saved.getState());
        assertThat(result.unsaved()).hasSize(2);
    }

    @Test
    void aRoundThatIsGoneBetweenOthersIsSkipped() {
        // Given
        rounds.removeIf(round -> round.getRoundId().equals(new UUID(0, 3)));

        // When
        CatchUp.Result result = caughtUp(rounds);

        // Then
        assertThat(result.divergence().orElseThrow()).contains(new UUID(0, 3) + ", which was learned after version 1");
        assertThat(result.snapshot().getVersion()).isEqualTo(4);
        assertThat(result.unsaved())
                .extracting(LearnedRound::getRoundId)
                .containsExactly(new UUID(0, 2), new UUID(0, 4));
    }

    @Test
    void aSnapshotOfAnEarlierReleaseIsAllThatThereIs() {
        // Given
        saved = PolicySnapshot.newBuilder(saved).setNextStep(null).setTask(null).build();

        // When
        CatchUp.Result result = caughtUp(rounds);

        // Then
        assertThat(result.divergence()).isEmpty();
        assertThat(result.snapshot()).isEqualTo(saved);
    }

    private CatchUp.Result caughtUp(List<RoundResult> recorded) {
        CatchUp catchUp = new CatchUp(saved, steps);
        history.forEach(catchUp::step);
        recorded.forEach(catchUp::round);
        return catchUp.result();
    }

    private void tell(long now) {
        PolicyUpdate update = learners.takeUpdates(now).getFirst();
        assertThat(update.saved()).isEmpty();
        history.addAll(update.steps());
    }

    private void learn(int number) {
        learners.learn(task, result(number));
        rounds.add(result(number));
    }

    private static RoundResult result(int number) {
        return RoundSamples.result(new UUID(0, number), "task", Math.min(number - 1, 3));
    }

    private static PolicySnapshot positioned(PolicySnapshot snapshot) {
        return PolicySnapshot.newBuilder(snapshot)
                .setNextStep(0L)
                .setNextRound(0L)
                .build();
    }
}
