package io.promptstream.reward.app.rescore;

import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.RewardMetrics;
import io.promptstream.schemas.deadletter.DeadLetterReason;

/** Keeps what a rescoring does out of the figures of live scoring. */
final class UncountedRewards implements RewardMetrics {
    @Override
    public void rewarded(TaskOutput output, Reward reward) {}

    @Override
    public void unreferenced(String taskId) {}

    @Override
    public void repeatedOutput(String taskId) {}

    @Override
    public void unscorable(String taskId, String proposalId, String reason) {}

    @Override
    public void repeatedReward(String taskId) {}

    @Override
    public void lateReward(String taskId) {}

    @Override
    public void feedbackIgnored(String taskId, ScoringNoteReason reason) {}

    @Override
    public void roundClosed(RoundResult result) {}

    @Override
    public void deadLetter(String topic, DeadLetterReason reason) {}
}
