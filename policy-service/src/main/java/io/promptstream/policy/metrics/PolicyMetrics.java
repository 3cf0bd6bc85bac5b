package io.promptstream.policy.metrics;

import io.promptstream.policy.learning.LearningOutcome;
import java.time.Duration;

/**
 * What happens in the service, told once for each event after it is certain: proposals and rounds when their transaction
 * is committed. Counts therefore agree with the topics but for what a killed process could not tell any more.
 */
public interface PolicyMetrics {
    /** A query was answered with proposals. */
    void queryRead(String taskId);

    void proposed(String taskId, ProposalRole role, int proposals);

    void roundProposed(String taskId);

    /** So many rounds of the task are under way now. */
    void roundsInFlight(String taskId, int rounds);

    /**
     * A round result was dealt with.
     *
     * @param time computing time, without waiting
     */
    void roundRead(String taskId, LearningOutcome outcome, Duration time);

    /** A candidate became the task's policy. */
    void promotionFollowed(String taskId);

    /** The candidate of the task's promotion is missing or does not fit; the policy before goes on. */
    void promotionRefused(String taskId);

    /** A record of this topic could not be processed and is kept as a dead letter. */
    void deadLetter(String topic);

    /** What a proposal is for. */
    enum ProposalRole {
        SERVE,
        EXPLORE
    }
}
