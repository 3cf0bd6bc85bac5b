package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The spans of one trace. */
record QueryTrace(List<RecordedSpan> spans) {

    private static final String QUERY = "promptstream.query.id";

    /** Whether its query was learned from. */
    boolean reachesLearning() {
        return spans.stream().anyMatch(span -> span.name().equals("learn"));
    }

    /** The services and steps that led to the first span of that name, that one last. */
    List<String> wayTo(String name) {
        Map<String, RecordedSpan> byId =
                spans.stream().collect(Collectors.toMap(RecordedSpan::spanId, Function.identity()));
        var way = new ArrayList<String>();
        var span = spans.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        while (span != null) {
            way.addFirst(span.service() + ": " + span.name());
            span = byId.get(span.parentId());
        }
        return way;
    }

    /** Checks that the trace is of one query, and that every span but the first follows from another of it. */
    void assertIsOfOneQuery() {
        assertThat(spans.stream()
                        .map(span -> span.attributes().getOrDefault(QUERY, ""))
                        .filter(query -> !query.isEmpty())
                        .distinct())
                .hasSize(1);
        var ids = spans.stream().map(RecordedSpan::spanId).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(spans.stream().filter(span -> !ids.contains(span.parentId())))
                .as("spans that follow from nothing in the trace")
                .hasSize(1);
    }
}
