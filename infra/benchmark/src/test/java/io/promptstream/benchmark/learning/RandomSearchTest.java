package io.promptstream.benchmark.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.evaluation.MarginReward;
import io.promptstream.local.model.LabelledInput;
import io.promptstream.local.model.PromptScorer;
import io.promptstream.local.model.PromptScorer.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomSearchTest {
    private final CountingModel model = new CountingModel();
    private final ScoreTable scores = new ScoreTable(new PromptScorer(model, CountingModel.task()));
    private final MarginReward reward = new MarginReward(200, 180);

    @Test
    void asManyPromptsAreTriedAsTheCallsAllow() {
        // Given a prompt that always says good, one that knows nothing, and one that always says bad
        var prompts = List.of("good", "nothing", "bad");
        var inputs = List.of(new LabelledInput("a", 1), new LabelledInput("b", 1), new LabelledInput("c", 0));

        // When
        var search = RandomSearch.of(prompts, inputs, scores, reward);

        // Then
        assertThat(search.best(3)).isEqualTo("good");
        assertThat(search.best(6)).isEqualTo("nothing");
        assertThat(search.best(8)).isEqualTo("nothing");
        assertThat(search.best(9)).isEqualTo("bad");
        assertThat(search.ceiling(List.of(new LabelledInput("d", 0)), scores, reward))
                .isEqualTo(1);
    }

    @Test
    void aPairIsScoredOnce() {
        // Given
        var input = new LabelledInput("a", 0);
        var known = new Trial(input, "good");
        scores.scores(List.of(known, known));

        // When
        var both = scores.scores(List.of(new Trial(input, "bad"), known));

        // Then
        assertThat(model.sequences()).isEqualTo(2);
        assertThat(both).map(score -> score.logits().getFirst()).containsExactly(0.0, 1.0);
    }
}
