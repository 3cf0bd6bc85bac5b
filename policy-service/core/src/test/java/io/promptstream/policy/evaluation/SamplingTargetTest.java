package io.promptstream.policy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.policy.learning.Normalisation;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicySettings;
import io.promptstream.policy.learning.PolicySpecification;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.learning.WrittenPrompt;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplingTargetTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));

    @Test
    void isThePolicyThatItSamples() {
        // Given
        Policy policy = policy(0);
        Target target = Target.sampling(policy, 1);

        // When
        List<WrittenPrompt> draws = target.prompts();

        // Then
        assertThat(draws).hasSizeGreaterThan(1000);
        assertThat(target.logProbabilities(draws)).isEqualTo(policy.logProbabilities(draws));
        assertThat(target.logProbabilities(draws.reversed())).isEqualTo(policy.logProbabilities(draws.reversed()));
        assertThat(Target.sampling(policy, 1).prompts()).isEqualTo(draws);
    }

    @Test
    void refusesAPolicyWhoseDrawsAreNotWhatItsProbabilitiesSay() {
        assertThatThrownBy(() -> Target.sampling(policy(2), 1)).hasMessageContaining("topK is 2: write 0");
    }

    private Policy policy(int topK) {
        var settings =
                new PolicySettings(2, topK, 0, 16, 1e-2, 1e-2, 5.0, Normalisation.RUNNING, 5.0, 0, 0.0, 0, 3, 0, 0);
        return policies.initial(new PolicySpecification.RlPrompt(settings, Set.of()));
    }
}
