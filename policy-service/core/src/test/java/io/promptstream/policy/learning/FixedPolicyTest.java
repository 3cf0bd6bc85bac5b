package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FixedPolicyTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(3, 2, 1));
    private final PolicySpecification specification = new PolicySpecification.Fixed(List.of("a", "b", "c"), 5);

    @Test
    void everyPromptIsDrawnEquallyOften() {
        // When
        List<SampledPrompt> prompts = policies.initial(specification).sample(6, 1);

        // Then
        assertThat(prompts.stream().map(prompt -> prompt.prompt().text()))
                .containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
        assertThat(prompts.getFirst().logProbability()).isCloseTo(-Math.log(3), within(1e-12));
        assertThat(policies.initial(specification)
                        .logProbabilities(
                                List.of(scored("b", 0).prompt(), scored("d", 0).prompt())))
                .containsExactly(prompts.getFirst().logProbability(), Double.NEGATIVE_INFINITY);
    }

    @Test
    void servesThePromptWithTheHighestMean() throws Exception {
        // Given
        Policy policy = policies.initial(specification);
        assertThat(policy.greedy().text()).isEqualTo("a");

        // When
        policy.learn(List.of(scored("a", 1), scored("b", 5), scored("c", 4)));
        policy.learn(List.of(scored("b", 1), scored("c", 4)));

        // Then
        assertThat(policy.greedy().text()).isEqualTo("c");
        assertThat(policies.restore(specification, policy.state()).state().bytes())
                .isEqualTo(policy.state().bytes());
    }

    @Test
    void startsAnewWithOtherPrompts() {
        // Given
        PolicyState state = policies.initial(specification).state();

        // Then
        assertThatThrownBy(() -> policies.restore(new PolicySpecification.Fixed(List.of("a", "d"), 5), state))
                .isInstanceOf(IncompatibleStateException.class);
    }

    private static ScoredPrompt scored(String text, double reward) {
        return new ScoredPrompt(new WrittenPrompt(text, List.of()), reward);
    }
}
