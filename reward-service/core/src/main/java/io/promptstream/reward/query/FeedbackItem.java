package io.promptstream.reward.query;

import io.promptstream.event.Feedback;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.schemas.RewardKinds;
import org.jspecify.annotations.Nullable;

/**
 * One piece of feedback.
 *
 * @param proposalId the proposal that it is about, by its id within the task; null: all of the query
 * @param reference the desired answer, if it was said
 * @param rating a rating, if it was said
 */
record FeedbackItem(
        String feedbackId,
        @Nullable String proposalId,
        @Nullable String reference,
        @Nullable Double rating) {

    private static final double LARGEST_RATING = 1e6;

    static FeedbackItem of(Feedback feedback) {
        return new FeedbackItem(
                feedback.getFeedbackId(),
                feedback.getProposalId()
                        .map(id -> ProposalIds.withinTask(feedback.getTaskId(), id))
                        .orElse(null),
                feedback.getReference().orElse(null),
                feedback.getRating().orElse(null));
    }

    /** Whether sums and squares of rewards stay finite with the rating. */
    boolean ratingUsable() {
        return rating == null || Math.abs(rating) <= LARGEST_RATING;
    }

    /** Whether it says what such rewards are made of. */
    boolean has(RewardKinds.Basis basis) {
        return switch (basis) {
            case REFERENCE -> reference != null;
            case RATING -> rating != null;
            case ANSWER -> false;
        };
    }

    /** Whether it says something that rewards can be made of. */
    boolean scores() {
        return reference != null || rating != null;
    }
}
