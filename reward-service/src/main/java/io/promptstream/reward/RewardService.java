package io.promptstream.reward;

import io.micronaut.runtime.Micronaut;

/** Starts the reward service. */
public final class RewardService {
    private RewardService() {}

    public static void main(String[] arguments) {
        Micronaut.run(RewardService.class, arguments);
    }
}
