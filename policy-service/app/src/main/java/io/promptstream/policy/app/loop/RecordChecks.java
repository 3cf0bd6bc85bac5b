package io.promptstream.policy.app.loop;

import io.promptstream.event.Query;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.Rejection;
import io.promptstream.policy.round.RoundChecks;
import io.promptstream.schemas.ProposalIds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps a record that could be read from being used. */
public final class RecordChecks {
    private RecordChecks() {}

    /** What is wrong with a query under this key, if anything is. */
    public static Optional<Rejection> of(@Nullable String key, Query query) {
        if (query.getQueryId().isBlank()) {
            return Optional.of(Rejection.invalid("queryId is blank: write an identifier that no other query has"));
        }
        if (query.getQueryId().length() > ProposalIds.LONGEST_QUERY_ID) {
            return Optional.of(Rejection.invalid("queryId has %d characters; write at most %d"
                    .formatted(query.getQueryId().length(), ProposalIds.LONGEST_QUERY_ID)));
        }
        if (!query.getQueryId().equals(key)) {
            return Optional.of(Rejection.wrongKey("queryId", query.getQueryId()));
        }
        if (query.getText().isBlank()) {
            return Optional.of(Rejection.invalid("text is blank: write the user's text"));
        }
        return Optional.empty();
    }

    /** What is wrong with a round result under this key, if anything is. */
    public static Optional<Rejection> of(@Nullable String key, RoundResult round) {
        return round.getTaskId().equals(key)
                ? RoundChecks.problem(round).map(Rejection::invalid)
                : Optional.of(Rejection.wrongKey("taskId", round.getTaskId()));
    }
}
