package io.promptstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.testsupport.Extremes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of the events of this module: the fixture is for the tests of all. */
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
        List<Extremes.Extreme<Query>> extremes = new Extremes(List.of("", "x"), 2).of(GOOD);

        // Then
        assertThat(extremes)
                .extracting(Extremes.Extreme::field)
                .contains("queryId", "taskId", "text", "context", "context[0]", "attributes{}", "reference", "askedAt");
        assertThat(extremes).allSatisfy(extreme -> assertThat(extreme.event()).isNotEqualTo(GOOD));
        assertThat(extremes)
                .filteredOn(extreme -> extreme.field().equals("askedAt"))
                .extracting(extreme -> extreme.event().getAskedAt())
                .contains(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(GOOD.getText()).isEqualTo("text");
    }
}
