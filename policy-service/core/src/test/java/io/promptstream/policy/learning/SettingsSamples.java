package io.promptstream.policy.learning;

/** Settings that tests start from. */
final class SettingsSamples {
    private SettingsSamples() {}

    static PolicySettings small(int promptLength, long seed) {
        return new PolicySettings(
                promptLength, 0, 0, 16, 1e-2, 1e-2, 5.0, Normalisation.RUNNING, 5.0, 0, 0.0, 0, seed, 0, 0);
    }
}
