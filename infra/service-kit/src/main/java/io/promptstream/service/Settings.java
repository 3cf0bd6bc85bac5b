package io.promptstream.service;

/** What the checks of all configurations say in the same words. */
public final class Settings {
    private Settings() {}

    /**
     * Refuses a setting.
     *
     * @param variable name of the environment variable, as people write it
     * @param instead what to write, after "write"
     * @throws IllegalArgumentException unless {@code holds}
     */
    public static void require(boolean holds, String variable, Object value, String instead) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s; write %s".formatted(variable, value, instead));
        }
    }
}
