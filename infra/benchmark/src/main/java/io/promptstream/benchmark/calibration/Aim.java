package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.Target;
import java.util.Random;

/** Whose reward is estimated. */
enum Aim {
    /** Draws bad prompts oftener than good ones. */
    OPPOSITE(-0.05),
    NEAR(0.05),
    MIDDLE(0.1),
    FAR(0.2),
    FARTHER(0.4),
    /** The best prompt, which only draws can contain. */
    BEST_PROMPT(0),
    /** A prompt that rounds try on purpose, the oftener the better it has done. */
    TRIED_PROMPT(0);

    private final double strength;

    Aim(double strength) {
        this.strength = strength;
    }

    /** A target with what it earns on average. */
    record Known(Target target, double truth) {}

    Known in(Bandit bandit, Random random) {
        return switch (this) {
            case OPPOSITE, NEAR, MIDDLE, FAR, FARTHER -> {
                SimulatedPolicy policy =
                        SimulatedPolicy.tilted(bandit, strength).drawn(random.nextLong());
                yield new Known(policy, policy.value());
            }
            case BEST_PROMPT -> prompt(bandit, bandit.best());
            case TRIED_PROMPT -> prompt(bandit, Logger.bestContender(bandit));
        };
    }

    private static Known prompt(Bandit bandit, int prompt) {
        return new Known(Target.of(bandit.prompts().get(prompt)), bandit.means()[prompt]);
    }
}
