package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtremesTest {

    private static final Query GOOD = Query.newBuilder()
            .setQueryId("query")
            .setTaskId("task")
            .setText("text")
            .setContext(List.of("earlier"))
            .setAttributes(Map.of("channel", "mail"))
            .setReference("yes")
            .setAskedAt(Instant.EPOCH)
            .build();

    @Test
    void changeOneFieldEachAndEveryOne() {
        // When
        var extremes = Extremes.of(GOOD);

        // Then
        assertThat(extremes)
                .extracting(Extremes.Extreme::field)
                .contains("queryId", "taskId", "text", "context", "context[0]", "attributes{}", "reference", "askedAt");
        assertThat(extremes).allSatisfy(extreme -> assertThat(extreme.event()).isNotEqualTo(GOOD));
        assertThat(extremes)
                .filteredOn(extreme -> extreme.field().equals("askedAt"))
                .extracting(extreme -> ((Query) extreme.event()).getAskedAt())
                .contains(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(GOOD.getText()).isEqualTo("text");
    }

    @Test
    void renameTextsAtAnyDepth() {
        assertThat(Extremes.mapTexts(GOOD, text -> text.equals("earlier") ? "later" : text)
                        .getContext())
                .containsExactly("later");
    }
}
