package io.promptstream.reward.scoring;

import org.jspecify.annotations.Nullable;

/**
 * What feedback said.
 *
 * @param proposalId the proposal that it is about; null: all proposals of the query
 * @param reference the desired answer, if it was said
 * @param rating a finite rating, if it was said
 */
record Opinion(
        @Nullable String proposalId,
        @Nullable String reference,
        @Nullable Double rating) {

    Opinion {
        if (rating != null && !Double.isFinite(rating)) {
            throw new IllegalArgumentException("rating is " + rating + "; write a finite number");
        }
    }
}
