package io.promptstream.reward.event;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.util.function.Function;

/**
 * What has to hold of every event before anything is done with it: it stands under its own key, and its ids are short enough
 * to be kept, copied into other events and shown.
 */
public final class EventChecks {
    /** Sums and squares of rewards stay finite. */
    private static final double LARGEST_REWARD = 1e12;

    private EventChecks() {}

    /**
     * The query, if it can be used.
     *
     * @throws UnusableEventException naming the field that cannot be used
     */
    public static Query query(String key, Query query) {
        requireIds(key, query, Query::getQueryId, Query::getTaskId);
        return query;
    }

    /**
     * The feedback, if it can be used.
     *
     * @throws UnusableEventException naming the field that cannot be used
     */
    public static Feedback feedback(String key, Feedback feedback) {
        requireIds(key, feedback, Feedback::getQueryId, Feedback::getTaskId);
        requireShort("feedbackId", feedback.getFeedbackId());
        feedback.getProposalId().ifPresent(id -> requireShort("proposalId", id, ProposalIds.LONGEST_PROPOSAL_ID));
        return feedback;
    }

    /**
     * The output, if it can be used.
     *
     * @throws UnusableEventException naming the field that cannot be used
     */
    public static TaskOutput output(String key, TaskOutput output) {
        requireIds(key, output, TaskOutput::getQueryId, TaskOutput::getTaskId);
        requireShort("proposalId", output.getProposalId(), ProposalIds.LONGEST_PROPOSAL_ID);
        return output;
    }

    /**
     * The proposal, if it can be used.
     *
     * @throws UnusableEventException naming the field that cannot be used
     */
    public static PromptProposal proposal(String key, PromptProposal proposal) {
        requireIds(key, proposal, PromptProposal::getQueryId, PromptProposal::getTaskId);
        return proposal;
    }

    /**
     * The reward, if it can be used.
     *
     * @throws UnusableEventException naming the field that cannot be used
     */
    public static Reward reward(String key, Reward reward) {
        requireIds(key, reward, Reward::getQueryId, Reward::getTaskId);
        requireShort("proposalId", reward.getProposalId(), ProposalIds.LONGEST_PROPOSAL_ID);
        requireUsable("value", reward.getValue().orElse(0.0));
        reward.getReplaced().ifPresent(replaced -> requireUsable("replaced.value", replaced.getValue()));
        return reward;
    }

    private static <T> void requireIds(String key, T event, Function<T, String> queryId, Function<T, String> taskId) {
        UnusableEventException.requireKeyed(key, event, "queryId", queryId);
        requireShort("queryId", queryId.apply(event));
        requireShort("taskId", taskId.apply(event));
    }

    private static void requireShort(String field, String id) {
        requireShort(field, id, ProposalIds.LONGEST_QUERY_ID);
    }

    private static void requireShort(String field, String id, int most) {
        if (id.length() > most) {
            throw new UnusableEventException(
                    DeadLetterReason.INVALID,
                    "%s has %d characters; write at most %d".formatted(field, id.length(), most));
        }
    }

    private static void requireUsable(String field, double value) {
        if (!(Math.abs(value) <= LARGEST_REWARD)) {
            throw new UnusableEventException(
                    DeadLetterReason.INVALID,
                    field + " is " + value + "; write a finite number, at most 1e12 either way");
        }
    }
}
