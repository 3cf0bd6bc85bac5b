package io.promptstream.policy.round;

import io.promptstream.event.Query;
import io.promptstream.schemas.LabelText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query that waits for its round.
 *
 * @param query as far as a proposal holds it
 * @param label of its reference, or {@link RoundBook#NO_LABEL}
 * @param bytes of a proposal that tries a prompt on it
 */
record WaitingQuery(Query query, String label, long bytes) {
    /** Of a proposal, besides what its query and its embedding bring. */
    private static final int PROVENANCE_BYTES = 512;

    /**
     * The query as it waits.
     *
     * @param labels of the task
     * @param embedding that each proposal of the round has; empty: none
     */
    static WaitingQuery of(Query query, List<String> labels, List<Float> embedding) {
        String label = label(query, labels);
        Query travelling = Query.newBuilder(query)
                .setAttributes(Map.of())
                .setReference(label.equals(RoundBook.NO_LABEL) ? null : label)
                .build();
        return new WaitingQuery(travelling, label, proposalBytes(query, embedding));
    }

    private static String label(Query query, List<String> labels) {
        Optional<String> reference = query.getReference();
        return reference
                .filter(labels::contains)
                .or(() -> labels.stream()
                        .filter(label -> reference
                                .filter(text -> LabelText.same(label, text))
                                .isPresent())
                        .findFirst())
                .orElse(RoundBook.NO_LABEL);
    }

    /** About how many bytes a proposal for the query has, besides the text of its prompt. */
    static long proposalBytes(Query query, List<Float> embedding) {
        long context =
                query.getContext().stream().mapToLong(WaitingQuery::bytes).sum();
        return PROVENANCE_BYTES
                + bytes(query.getText())
                + context
                + 2 * bytes(query.getQueryId())
                + 2 * bytes(query.getTaskId())
                + (long) Float.BYTES * embedding.size();
    }

    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
