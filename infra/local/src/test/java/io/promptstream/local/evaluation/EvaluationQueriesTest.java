package io.promptstream.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.local.input.TaskInput;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationQueriesTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final TaskInput INPUT =
            new TaskInput(2, "a text", List.of("before"), Map.of("shop", "north"), "good");

    @Test
    void aQueryHoldsTheWholeInputAndAllPrompts() {
        // When
        var parts = new EvaluationQueries("e1", "opinions", List.of("first", "second"), -1).of(7, INPUT, NOW);

        // Then
        assertThat(parts).singleElement().satisfies(part -> {
            Query query = part.query();
            assertThat(query.getQueryId()).isEqualTo("e1-7-0");
            assertThat(query.getText()).isEqualTo("a text");
            assertThat(query.getContext()).containsExactly("before");
            assertThat(query.getAttributes()).containsEntry("shop", "north");
            assertThat(query.getReference()).contains("good");
            assertThat(query.getEvaluation().orElseThrow().getPrompts()).containsExactly("first", "second");
            assertThat(part.proposalId(1)).isEqualTo("opinions/e1-7-0-evaluate-1");
        });
    }

    @Test
    void promptsThatMakeTooMuchForOneQueryGoIntoSeveral() {
        // Given
        var prompts = IntStream.range(0, 100).mapToObj(i -> "prompt " + i).toList();

        // When
        var parts = new EvaluationQueries("e1", "opinions", prompts, 0).of(0, INPUT, NOW);

        // Then
        assertThat(parts).hasSizeGreaterThan(1);
        assertThat(parts).extracting(part -> part.query().getQueryId()).doesNotHaveDuplicates();
        assertThat(parts.stream().flatMap(part -> part.query().getEvaluation().orElseThrow().getPrompts().stream()))
                .containsExactlyElementsOf(prompts);
        assertThat(parts.get(1).firstPrompt()).isEqualTo(parts.getFirst().prompts());
    }

    @Test
    void aPromptThatIsLargeItselfGoesAlone() {
        var prompts = Collections.nCopies(3, "word ".repeat(20_000));

        assertThat(new EvaluationQueries("e1", "opinions", prompts, 0).of(0, INPUT, NOW))
                .hasSize(3)
                .extracting(EvaluationQueries.Part::prompts)
                .containsOnly(1);
    }
}
