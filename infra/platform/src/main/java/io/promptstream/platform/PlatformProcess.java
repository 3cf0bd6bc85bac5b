package io.promptstream.platform;

import java.util.function.Supplier;

/**
 * A process that can be stopped or killed and started again on the same data and ports.
 *
 * <p>Nothing ends it when the calling JVM ends without {@link #close}: a shutdown hook is the caller's matter.
 */
public abstract sealed class PlatformProcess implements AutoCloseable
        permits KafkaBrokerProcess, SchemaRegistryProcess {

    private final Supplier<ManagedProcess> launcher;
    private ManagedProcess process;

    /**
     * @param launcher starts the process and returns when it answers
     */
    PlatformProcess(Supplier<ManagedProcess> launcher) {
        this.launcher = launcher;
        this.process = launcher.get();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Shuts the process down in order; killed after a grace period. Its data stay. */
    public void stop() {
        process.stop();
    }

    /** Ends the process at once, as a crash does. Its data stay as they are. */
    public void kill() {
        process.kill();
    }

    /** Starts the process again on the same data and ports, after stopping it where it still runs. */
    public void restart() {
        stop();
        process = launcher.get();
    }

    @Override
    public void close() {
        stop();
    }
}
