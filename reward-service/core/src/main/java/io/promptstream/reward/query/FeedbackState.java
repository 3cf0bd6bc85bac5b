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
public record FeedbackState(
        @Nullable String reference, @Nullable Double rating, String saidBy, long saidAt, List<Long> seen) {

    private static final int MOST_SEEN = 64;
    private static final int FORMAT = 1;

    public FeedbackState {
        seen = List.copyOf(seen);
    }

    static FeedbackState first(FeedbackItem item, long at) {
        return new FeedbackState(item.reference(), item.rating(), item.feedbackId(), at, List.of(fingerprint(item)));
    }

    /**
     * Whether the item was taken already, by its id and what it says, or says what still counts.
     *
     * @param replaced whether a newer reference, which came with the query, counts instead of what was said last
     */
    boolean repeats(FeedbackItem item, boolean replaced) {
        return seen.contains(fingerprint(item))
                || (!replaced && agrees(item.reference(), reference) && agrees(item.rating(), rating));
    }

    /** Whether the item says something else than what was said. */
    boolean contradicts(FeedbackItem item) {
        return (reference != null && !agrees(item.reference(), reference))
                || (rating != null && !agrees(item.rating(), rating));
    }

    private static boolean agrees(@Nullable Object said, @Nullable Object known) {
        return said == null || Objects.equals(said, known);
    }

    /** With what the item says; what it does not say stays. */
    FeedbackState and(FeedbackItem item, long at) {
        List<Long> newest = new ArrayList<>(seen.size() < MOST_SEEN ? seen : seen.subList(1, seen.size()));
        newest.add(fingerprint(item));
        return new FeedbackState(
                Optional.ofNullable(item.reference()).orElse(reference),
                Optional.ofNullable(item.rating()).orElse(rating),
                item.feedbackId(),
                item.reference() == null ? saidAt : at,
                newest);
    }

    /** The same id with other content is a correction. */
    private static long fingerprint(FeedbackItem item) {
        return Fingerprint.of(item.feedbackId() + '\n' + item.reference() + '\n' + item.rating());
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

    public static FeedbackState read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        return new FeedbackState(
                reader.optionalText(),
                reader.optionalReal(),
                reader.text(),
                reader.number64(),
                reader.list(StateReader::number64));
    }
}
