package io.promptstream.reward.app;

import io.promptstream.service.ServiceProcess;

/** Starts the reward service. */
public final class RewardService {
    private RewardService() {}

    public static void main(String[] arguments) {
        ServiceProcess.run(RewardService.class, arguments);
    }
}
