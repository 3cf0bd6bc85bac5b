package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RlPromptSamples.MODEL;
import static io.promptstream.policy.learning.RlPromptSamples.initial;
import static io.promptstream.policy.learning.RlPromptSamples.learnOneRound;
import static io.promptstream.policy.learning.RlPromptSamples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Learning from earlier rounds beside the latest (PIN). Rounds have four prompts of two tokens, if not told otherwise. */
class RlPromptReplayTest {
    private static final int BYTES_OF_A_PROMPT = 2 * Integer.BYTES + Double.BYTES;

    @Test
    void withoutABufferAStateIsWrittenAsEver() {
        // Given
        Policy without = initial(settings(0, 0));
        Policy keeping = initial(settings(6, 0));

        // When both learn the rounds alone
        for (int step = 0; step < 5; step++) {
            learnOneRound(without, step);
            learnOneRound(keeping, step);
        }

        // Then
        assertThat(without.state().format()).isEqualTo("rlprompt/2");
        assertThat(keeping.state().format()).isEqualTo("rlprompt/3");
        byte[] bytes = without.state().bytes();
        assertThat(Arrays.copyOf(keeping.state().bytes(), bytes.length)).isEqualTo(bytes);
        assertThat(keeping.state().bytes()).hasSize(bytes.length + Integer.BYTES + 6 * BYTES_OF_A_PROMPT);
    }

    @Test
    void resumesFromItsStateBitByBit() throws Exception {
        // Given
        PolicySettings settings = settings(10, 5);
        Policy undisturbed = initial(settings);
        Policy interrupted = initial(settings);

        for (int step = 0; step < 20; step++) {
            // When
            learnOneRound(undisturbed, step);
            learnOneRound(interrupted, step);
            interrupted = restored(settings, interrupted.state());

            // Then
            assertThat(interrupted.state().bytes())
                    .isEqualTo(undisturbed.state().bytes());
        }
    }

    @Test
    void learnsEarlierRoundsAgain() {
        // Given one round that tells two prompts apart
        Policy replaying = initial(settings(10, 8));
        Policy forgetful = initial(settings(0, 0));

        // When others follow, which tell nothing
        for (Policy policy : List.of(replaying, forgetful)) {
            policy.learn(List.of(scored(1, 1, 2), scored(-1, 4, 4)));
            for (int round = 0; round < 30; round++) {
                policy.learn(List.of(scored(0, 5, 5), scored(0, 6, 6)));
            }
        }

        // Then
        assertThat(gap(replaying)).isGreaterThan(gap(forgetful) + 0.5);
    }

    /** How much more probable the prompt that was better is. */
    private static double gap(Policy policy) {
        double[] found = policy.logProbabilities(
                List.of(scored(0, 1, 2).prompt(), scored(0, 4, 4).prompt()));
        return found[0] - found[1];
    }

    @Test
    void forgetsWhatAnotherRuleRewarded() {
        // Given
        Policy policy = initial(settings(10, 4));
        int empty = policy.state().bytes().length;
        learnOneRound(policy, 1);

        // When
        policy.forgetRewards();

        // Then
        assertThat(policy.state().bytes()).hasSize(empty);
    }

    @Test
    void aBufferMayComeGoAndShrinkWithoutLosingTheWeights() throws Exception {
        // Given
        Policy without = initial(settings(0, 0));
        learnOneRound(without, 1);
        Policy with = initial(settings(8, 2));
        learnOneRound(with, 1);

        // When
        Policy begun = restored(settings(8, 2), without.state());
        Policy ended = restored(settings(0, 0), with.state());
        Policy shrunk = restored(settings(3, 2), with.state());

        // Then
        assertThat(begun.state().bytes()).hasSize(without.state().bytes().length + Integer.BYTES);
        assertThat(begun.sample(4, 1)).isEqualTo(without.sample(4, 1));
        assertThat(ended.state().format()).isEqualTo("rlprompt/2");
        assertThat(ended.sample(4, 1)).isEqualTo(with.sample(4, 1));
        assertThat(shrunk.state().bytes())
                .hasSize(with.state().bytes().length - BYTES_OF_A_PROMPT)
                .endsWith(Arrays.copyOfRange(
                        with.state().bytes(),
                        with.state().bytes().length - 3 * BYTES_OF_A_PROMPT,
                        with.state().bytes().length));
    }

    @Test
    void refusesABufferThatIsCutOff() {
        // Given
        PolicySettings settings = settings(8, 2);
        Policy policy = initial(settings);
        learnOneRound(policy, 1);
        byte[] bytes = policy.state().bytes();

        // Then
        assertThatThrownBy(() -> restored(
                        settings, new PolicyState(RlPromptState.REPLAY_FORMAT, Arrays.copyOf(bytes, bytes.length - 1))))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("there are not 4 prompts to replay");
    }

    @Test
    void replaysNoMoreThanItKeeps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(3, 4))
                .withMessage("replayedPerStep is 4: write 0 or a positive number, at most replaySize");
    }

    private static Policy restored(PolicySettings settings, PolicyState state) throws IncompatibleStateException {
        return new Policies(MODEL).restore(new PolicySpecification.RlPrompt(settings, Set.of()), state);
    }

    private static PolicySettings settings(int replaySize, int replayedPerStep) {
        return new PolicySettings(
                2, 0, 0, 16, 1e-2, 1e-2, 5.0, Normalisation.ROUND, 5.0, 0, 0.0, 0, 3, replaySize, replayedPerStep);
    }
}
