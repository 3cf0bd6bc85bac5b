package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.policy.TaskSamples;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryFeaturesTest {
    private final QueryFeatures features = new QueryFeatures(new RecurrentLanguageModel(9, 6, 1));

    @Test
    void equalQueriesHaveEqualFeatures() {
        assertThat(features.of(query("how are you")))
                .isEqualTo(new QueryFeatures(new RecurrentLanguageModel(9, 6, 1)).of(query("how are you")))
                .isEqualTo(features.of(query("how are you")))
                .isNotEqualTo(features.of(query("where is it")));
    }

    @Test
    void earlierTurnsCount() {
        // Given
        Query alone = query("and there");
        Query later =
                Query.newBuilder(alone).setContext(List.of("is it cold here")).build();

        // Then
        assertThat(features.of(later)).isNotEqualTo(features.of(alone));
    }

    @Test
    void anyTextHasAsManyNumbersAsTheModelIsWide() {
        for (String text : List.of("", " ", "a", "long ".repeat(10_000), "\ud83d\ude00".repeat(600))) {
            ByteBuffer known = features.of(query(text));
            assertThat(known.remaining()).isEqualTo(6);
            assertThat(QueryFeatures.direction(known)).doesNotContain(Double.NaN);
        }
    }

    private static Query query(String text) {
        return Query.newBuilder(TaskSamples.query("task", "q")).setText(text).build();
    }
}
