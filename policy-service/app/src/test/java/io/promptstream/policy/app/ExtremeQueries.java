package io.promptstream.policy.app;

import io.promptstream.event.Query;
import io.promptstream.policy.TaskSamples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Queries that the schema allows and nobody expects. */
final class ExtremeQueries {
    private ExtremeQueries() {}

    static List<Query> all() {
        List<Query> extremes = new ArrayList<>();
        for (long millis : new long[] {
            Long.MIN_VALUE, Long.MAX_VALUE, -62_135_596_800_000L, 253_402_300_799_999L, -9_300_000_000_000L
        }) {
            extremes.add(Query.newBuilder(TaskSamples.query("opinions", "time" + millis))
                    .setAskedAt(Instant.ofEpochMilli(millis))
                    .build());
        }
        for (String text : List.of(
                "", " ", "\u0000", "\u200b", "\ufeff", "x".repeat(1 << 16), "é".repeat(150_000), "\u202e👩‍👩‍👧")) {
            String id = "text-" + extremes.size();
            Query query = TaskSamples.query("opinions", id);
            extremes.add(Query.newBuilder(query).setText(text).build());
            extremes.add(Query.newBuilder(query)
                    .setQueryId("context-" + extremes.size())
                    .setContext(List.of(text, text))
                    .build());
            extremes.add(Query.newBuilder(query)
                    .setQueryId("attributes-" + extremes.size())
                    .setAttributes(Map.of(text, text))
                    .setReference(text)
                    .build());
            extremes.add(Query.newBuilder(query).setTaskId(text).build());
            extremes.add(Query.newBuilder(query).setQueryId(text).build());
        }
        return extremes;
    }
}
