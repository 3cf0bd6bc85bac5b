package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RoundParts.prompt;
import static io.promptstream.policy.learning.RoundParts.steady;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyPrior;
import io.promptstream.event.Prompt;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaderboardsTest {
    private static final Task TASK = TaskSamples.contested("task", 4);

    @Test
    void handWrittenPromptsAreTriedOnceBeforeAnyOtherIsTriedAgain() {
        // Given
        Leaderboard prior = Leaderboards.begin(
                        withPrior("first", "by hand", "another"), prompt("first"), Optional.empty(), 0)
                .orElseThrow();
        assertThat(prior.nearest(4)).extracting(Prompt::getText).containsExactly("first", "by hand", "another");

        // When one of them and a drawn prompt with much luck were tried
        prior.compare(List.of(steady("first", 10), steady("by hand", 5), steady("lucky", 90)), 0, 1);

        // Then
        assertThat(prior.nearest(3)).extracting(Prompt::getText).containsExactly("first", "another", "lucky");
        assertThat(prior.contenders().getFirst().getQueries()).isZero();
    }

    @Test
    void theFirstHandWrittenPromptServesUntilThereIsEvidenceForAnother() {
        // Given
        Leaderboard prior = Leaderboards.begin(withPrior("by hand", "another"), prompt("greedy"), Optional.empty(), 0)
                .orElseThrow();
        assertThat(prior.champion().getPrompt().getText()).isEqualTo("by hand");

        // When
        for (int round = 1; round <= 5; round++) {
            prior.compare(List.of(steady("by hand", 10), steady("another", 30)), 0, round);
        }

        // Then
        assertThat(prior.champion().getPrompt().getText()).isEqualTo("another");
    }

    private static Task withPrior(String... handWritten) {
        return Task.newBuilder(TASK)
                .setPolicy(PolicyDefinition.newBuilder(TASK.getPolicy())
                        .setPrior(PolicyPrior.HAND_WRITTEN)
                        .build())
                .setHandWrittenPrompts(List.of(handWritten))
                .build();
    }
}
