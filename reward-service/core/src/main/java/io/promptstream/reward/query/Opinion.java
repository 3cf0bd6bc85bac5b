package io.promptstream.reward.query;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What feedback says about one proposal, or about all of a query: the newest reference and the newest rating.
 *
 * @param saidBy id of the feedback that said it last
 * @param saidAt time of the record that the reference is from, in milliseconds since 1970; without one, of the first
 * @param seen fingerprints of the newest feedback, oldest first, by which repetitions are recognised
 */
public record Opinion(
        @Nullable String reference, @Nullable Double rating, String saidBy, long saidAt, List<Long> seen) {

    private static final int MOST_SEEN = 64;
    private static final int FORMAT = 1;

    public Opinion {
        seen = List.copyOf(seen);
    }

    static Opinion first(Advice advice, long at) {
        return new Opinion(advice.reference(), advice.rating(), advice.feedbackId(), at, List.of(fingerprint(advice)));
    }

    /**
     * Whether the advice was taken already, by its id and what it says, or says what still counts.
     *
     * @param replaced whether a newer reference, which came with the query, counts instead of what was said last
     */
    boolean repeats(Advice advice, boolean replaced) {
        return seen.contains(fingerprint(advice))
                || (!replaced && agrees(advice.reference(), reference) && agrees(advice.rating(), rating));
    }

    /** Whether the advice says something else than what was said. */
    boolean contradicts(Advice advice) {
        return (reference != null && !agrees(advice.reference(), reference))
                || (rating != null && !agrees(advice.rating(), rating));
    }

    private static boolean agrees(@Nullable Object said, @Nullable Object known) {
        return said == null || Objects.equals(said, known);
    }

    /** With what the advice says; what it does not say stays. */
    Opinion and(Advice advice, long at) {
        List<Long> newest = new ArrayList<>(seen.size() < MOST_SEEN ? seen : seen.subList(1, seen.size()));
        newest.add(fingerprint(advice));
        return new Opinion(
                Optional.ofNullable(advice.reference()).orElse(reference),
                Optional.ofNullable(advice.rating()).orElse(rating),
                advice.feedbackId(),
                advice.reference() == null ? saidAt : at,
                newest);
    }

    /** The same id with other content is a correction. */
    private static long fingerprint(Advice advice) {
        return Fingerprint.of(advice.feedbackId() + '\n' + advice.reference() + '\n' + advice.rating());
    }

    public byte[] toBytes() {
        return new StateWriter(FORMAT)
                .optionalText(reference)
                .optionalReal(rating)
                .text(saidBy)
                .number64(saidAt)
                .list(seen, StateWriter::number64)
                .toBytes();
    }

    public static Opinion read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        return new Opinion(
                reader.optionalText(),
                reader.optionalReal(),
                reader.text(),
                reader.number64(),
                reader.list(StateReader::number64));
    }
}
