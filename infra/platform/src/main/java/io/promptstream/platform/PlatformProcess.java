package io.promptstream.platform;

import java.time.Duration;

/**
 * A process that can be stopped or killed and started again on the same data and ports.
 *
 * <p>Nothing ends it when the calling JVM ends without {@link #close}: a shutdown hook is the caller's matter.
 */
public abstract sealed class PlatformProcess implements AutoCloseable
        permits KafkaBrokerProcess, SchemaRegistryProcess {

    /** Of one process. */
    interface Launcher {

        /**
         * Starts the process and returns when it answers.
         *
         * @param again whether it has run before
         */
        ManagedProcess launch(boolean again);
    }

    private final Launcher launcher;
    private final Duration grace;
    private ManagedProcess process;

    /**
     * @param launcher of the process
     * @param grace how long a stopped process may take to end
     */
    PlatformProcess(Launcher launcher, Duration grace) {
        this.launcher = launcher;
        this.grace = grace;
        this.process = launcher.launch(false);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Shuts the process down in order; killed after a grace period. Its data stay. */
    public void stop() {
        process.stop(grace);
    }

    /** Ends the process at once, as a crash does. Its data stay as they are. */
    public void kill() {
        process.kill();
    }

    /** Starts the process again on the same data and ports, after stopping it where it still runs. */
    public void restart() {
        stop();
        process = launcher.launch(true);
    }

    @Override
    public void close() {
        stop();
    }
}
