package io.promptstream.reward.scoring;

import org.jspecify.annotations.Nullable;

/**
 * What feedback said.
 *
 * @param proposalId the proposal that it is about; null: all proposals of the query
 * @param reference the desired answer, if it was said
 * @param rating a rating from -1,000,000 to 1,000,000, if it was said: sums and squares of rewards have to stay finite
 */
record Opinion(
        @Nullable String proposalId,
        @Nullable String reference,
        @Nullable Double rating) {

    private static final double LARGEST_RATING = 1e6;

    Opinion {
        if (rating != null && !(Math.abs(rating) <= LARGEST_RATING)) {
            throw new IllegalArgumentException("rating is " + rating + "; write a number from -1000000 to 1000000");
        }
    }
}
