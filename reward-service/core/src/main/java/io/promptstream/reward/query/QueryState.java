package io.promptstream.reward.query;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.reward.function.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one query but for its answers and for what feedback said, which have entries of their own. Kept from
 * the first event of the query until {@link #expiresAt()}.
 */
public final class QueryState {
    /** Stands for no time. */
    static final long NEVER = Long.MAX_VALUE;

    private final long expiresAt;
    private boolean known;
    private boolean hasFeedback;
    private @Nullable String reference;
    private long referredAt;
    private @Nullable String rejected;
    private long wakesAt = NEVER;
    private int answers;
    private int open;
    private int noted;
    private long taskFrom;

    /** @param expiresAt when the query may be forgotten, in milliseconds since 1970 */
    QueryState(long expiresAt) {
        this.expiresAt = expiresAt;
    }

    long expiresAt() {
        return expiresAt;
    }

    /** Revision in which the query's task was put first; 0 while it is not known. */
    long taskFrom() {
        return taskFrom;
    }

    void belong(long firstRevision) {
        taskFrom = firstRevision;
    }

    /** Whether the query itself or an answer was seen, not only feedback. */
    boolean known() {
        return known;
    }

    void know() {
        known = true;
    }

    /** Whether there is feedback that counts. */
    boolean hasFeedback() {
        return hasFeedback;
    }

    void noteFeedback() {
        hasFeedback = true;
    }

    /** The newest usable reference that came with the query. */
    @Nullable String reference() {
        return reference;
    }

    /** Time of the record that it came with, in milliseconds since 1970. */
    long referredAt() {
        return referredAt;
    }

    void refer(String reference, long at) {
        this.reference = reference;
        this.referredAt = at;
    }

    /** The newest reference that answers of the task cannot be compared with. */
    @Nullable String rejected() {
        return rejected;
    }

    void reject(String unusable) {
        this.rejected = unusable;
    }

    /** When the query is to be looked at next, in milliseconds since 1970; {@link #NEVER} while that is open. */
    long wakesAt() {
        return wakesAt;
    }

    void wakeAt(long time) {
        this.wakesAt = time;
    }

    /** How many answers came. */
    int answers() {
        return answers;
    }

    /** How many of them wait, or have a reward that may still be corrected. */
    int open() {
        return open;
    }

    void answered() {
        answers++;
        known = true;
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    /** Whether all answers that came have their final result. */
    boolean settled() {
        return answers > 0 && open == 0;
    }

    /** Whether this is the first time that the reason is noted of the query. */
    @SuppressWarnings("EnumOrdinal") // a schema's symbols keep their places
    boolean noteOnce(ScoringNoteReason reason) {
        int bit = 1 << reason.ordinal();
        boolean first = (noted & bit) == 0;
        noted |= bit;
        return first;
    }

    /** What {@link #noteOnce} remembers. */
    int noted() {
        return noted;
    }

    /** Restores what was kept. */
    void restore(int answers, int open, int noted) {
        this.answers = answers;
        this.open = open;
        this.noted = noted;
    }

    /**
     * What there is for one answer, the best first: what feedback says about its proposal, then the newer one of the query's
     * own reference and what feedback says about all of the query.
     *
     * @param own feedback about the proposal
     * @param general feedback about all of the query
     */
    List<Evidence> evidence(@Nullable FeedbackState own, @Nullable FeedbackState general) {
        Double ownRating = own == null ? null : own.rating();
        Double rating = ownRating != null || general == null ? ownRating : general.rating();
        List<Evidence> best = new ArrayList<>();
        add(best, own == null ? null : own.reference(), rating);
        String said = general == null ? null : general.reference();
        boolean corrected = general != null && (reference == null || general.saidAt() >= referredAt);
        add(best, corrected ? said : null, rating);
        add(best, reference, rating);
        add(best, said, rating);
        return best.isEmpty() ? List.of(new Evidence(null, rating)) : best;
    }

    private static void add(List<Evidence> best, @Nullable String reference, @Nullable Double rating) {
        if (reference != null) {
            best.add(new Evidence(reference, rating));
        }
    }
}
