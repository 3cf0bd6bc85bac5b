package io.promptstream.policy.evaluation;

import static io.promptstream.policy.evaluation.LoggedParts.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
    @Test
    void promptsAreTheSameByTokensWhereTheyHaveThemAndByTextOtherwise() {
        // Given
        Target target = Target.uniform(List.of(prompt(1), new WrittenPrompt("prompt [2]", List.of())));

        // Then
        assertThat(target.logProbabilities(List.of(prompt(1), prompt(2), prompt(3), prompt(1, 1))))
                .containsExactly(
                        StrictMath.log(0.5), StrictMath.log(0.5), Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(target.exact()).isTrue();
        assertThat(target.isAlways(prompt(1))).isFalse();
        assertThat(Target.of(prompt(1)).isAlways(new WrittenPrompt("prompt [1]", List.of())))
                .isTrue();
    }
}
