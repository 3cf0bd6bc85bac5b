package io.promptstream.policy.kafka;

import io.promptstream.event.Query;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a readable record must hold besides. */
final class RecordChecks {
    private RecordChecks() {}

    /** What is wrong with a query under this key, if anything is. */
    static Optional<String> query(@Nullable String key, Query query) {
        if (query.getQueryId().isBlank()) {
            return Optional.of("queryId is blank: write an identifier that no other query has");
        }
        if (!query.getQueryId().equals(key)) {
            return Optional.of(wrongKey("queryId", query.getQueryId()));
        }
        if (query.getText().isBlank()) {
            return Optional.of("text is blank: write the user's text");
        }
        return Optional.empty();
    }

    static String wrongKey(String field, String value) {
        return "the key differs from the %s %s: write the record with the %s as its key".formatted(field, value, field);
    }

    static String unknownTask(String taskId) {
        return "task %s is not known: put the task first, or write the id of one that is there".formatted(taskId);
    }
}
