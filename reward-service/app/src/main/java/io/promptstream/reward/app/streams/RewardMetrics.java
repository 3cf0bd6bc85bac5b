package io.promptstream.reward.app.streams;

import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetterReason;

/**
 * What this service counts. Every output that was read ends in exactly one of {@link #rewarded}, {@link #unreferenced}
 * and {@link #repeatedOutput}, or still waits; every reward of a round in its result, {@link #repeatedReward} or
 * {@link #lateReward}. Counted when it happens: what an aborted transaction repeats is counted again.
 */
public interface RewardMetrics {

    /** An output got its reward; one with a revision above 0 corrects it. */
    void rewarded(TaskOutput output, Reward reward);

    /** An output was dropped because its reward window was over without a reference. */
    void unreferenced(String taskId);

    /** An output was dropped because its proposal had one already. */
    void repeatedOutput(String taskId);

    /** An output got a failed reward because it cannot be scored with its reference. */
    void unscorable(String taskId, String proposalId, String reason);

    /** A reward was dropped because the round had one for that prompt and query. */
    void repeatedReward(String taskId);

    /** A reward was dropped because its round was closed. */
    void lateReward(String taskId);

    /** Feedback, or a reference that came with its query, was not used, or is kept for what is not known yet. */
    void feedbackIgnored(String taskId, ScoringNoteReason reason);

    void roundClosed(RoundResult result);

    /** A record of the topic was put among the dead letters. */
    void deadLetter(String topic, DeadLetterReason reason);
}
