package io.promptstream.policy.app.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.kafka.Rejection;
import io.promptstream.schemas.ProposalIds;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordChecksTest {
    @Test
    void aQueryWhoseIdNobodyKeepsIsNotAnswered() {
        // Given
        String longest = "q".repeat(ProposalIds.LONGEST_QUERY_ID);
        String longer = longest + "q";

        // Then
        assertThat(RecordChecks.of(longest, query(longest))).isEmpty();
        assertThat(RecordChecks.of(longer, query(longer)))
                .get()
                .extracting(Rejection::message)
                .isEqualTo("queryId has 8193 characters; write at most 8192");
    }

    @Test
    void saysThatATaskIsMissingWhereItsIdIsBlank() {
        assertThat(Rejection.unknownTask(" ").message())
                .isEqualTo("taskId is blank: write the id of a task that is there");
        assertThat(Rejection.unknownTask("nope").message()).startsWith("task nope is not known");
    }

    private static Query query(String queryId) {
        return Query.newBuilder()
                .setQueryId(queryId)
                .setTaskId("opinions")
                .setText("Works")
                .setAskedAt(Instant.EPOCH)
                .build();
    }
}
