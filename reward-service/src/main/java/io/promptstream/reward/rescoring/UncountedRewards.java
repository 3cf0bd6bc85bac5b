package io.promptstream.reward.rescoring;

import io.promptstream.event.RoundClosing;
import io.promptstream.reward.RewardMetrics;

/** Keeps what a rescoring does out of the figures of live scoring. */
final class UncountedRewards implements RewardMetrics {
    @Override
    public void rewarded(String taskId, boolean failed) {}

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
    public void roundClosed(String taskId, RoundClosing closing) {}

    @Override
    public void deadLetter(String topic) {}
}
