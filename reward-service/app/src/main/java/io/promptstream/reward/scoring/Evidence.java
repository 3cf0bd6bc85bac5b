package io.promptstream.reward.scoring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is judged by.
 *
 * @param reference the desired answer; null while unknown
 * @param rating a rating of the answer, higher is better; null while unknown
 */
record Evidence(@Nullable String reference, @Nullable Double rating) {
    static final Evidence NONE = new Evidence(null, null);

    /**
     * What there is for one answer, the best first: what feedback says about its proposal, then the newer one of the query's
     * own reference and what feedback says about all of the query.
     *
     * @param own feedback about the proposal
     * @param general feedback about all of the query
     */
    static List<Evidence> of(QueryState state, @Nullable Opinion own, @Nullable Opinion general) {
        Double ownRating = own == null ? null : own.rating();
        Double rating = ownRating != null || general == null ? ownRating : general.rating();
        List<Evidence> best = new ArrayList<>();
        add(best, own == null ? null : own.reference(), rating);
        String said = general == null ? null : general.reference();
        boolean corrected = general != null && (state.reference() == null || general.saidAt() >= state.referredAt());
        add(best, corrected ? said : null, rating);
        add(best, state.reference(), rating);
        add(best, said, rating);
        return best.isEmpty() ? List.of(new Evidence(null, rating)) : best;
    }

    private static void add(List<Evidence> best, @Nullable String reference, @Nullable Double rating) {
        if (reference != null) {
            best.add(new Evidence(reference, rating));
        }
    }
}
