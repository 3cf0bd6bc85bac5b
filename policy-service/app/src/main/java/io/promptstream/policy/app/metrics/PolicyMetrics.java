package io.promptstream.policy.app.metrics;

import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.time.Duration;
import java.time.Instant;

/**
 * What happens in the service, told once for each event after it is certain: proposals and rounds when their transaction
 * is committed. Counts therefore agree with the topics but for what a killed process could not tell any more.
 */
public interface PolicyMetrics {
    /** A query was answered with the proposal that serves it. */
    void queryServed(String taskId, Instant askedAt, Instant proposedAt);

    /** A query only measures prompts, with so many proposals. */
    void promptsMeasured(String taskId, int proposals);

    /** A query is served, but part of no round. */
    void queryUnexplored(String taskId, Unexplored reason);

    /** What a task has learned is too large to be written: it is lost at the next start. */
    void snapshotUnwritten(String taskId);

    /** A round of so many proposals was made. */
    void roundProposed(String taskId, int proposals);

    /** So many rounds of the task are in flight now. */
    void roundsInFlight(String taskId, int rounds);

    /** Whether the task's policy expects nothing better, so that few rounds are explored. */
    void exploration(String taskId, boolean stopped);

    /** A round result was dealt with. */
    void roundRead(String taskId, LearningOutcome outcome, RoundTimes times);

    /** A candidate became the task's policy. */
    void promotionFollowed(String taskId);

    /** The candidate of the task's promotion is missing or does not fit; the previous policy stays. */
    void promotionRefused(String taskId);

    /** A record of this topic could not be processed and is kept as a dead letter. */
    void deadLetter(String topic, DeadLetterReason reason);

    /**
     * When a round result was dealt with.
     *
     * @param closedAt when the round was closed
     * @param committedAt when what came of it could be seen
     * @param computing time of that, without waiting
     */
    record RoundTimes(Instant closedAt, Instant committedAt, Duration computing) {}
}
