package io.promptstream.local.system;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Starts parts of a system and tells how long each took. Safe for use by several threads.
 *
 * @param listener hears of each start
 */
record StartProgressReporter(StartListener listener) {

    /**
     * Starts a part.
     *
     * @param name of the part, for people
     * @param start returns the address at which the part answers
     * @throws SystemException if the part cannot be started
     */
    void announce(String name, Callable<String> start) {
        listener.starting(name);
        long began = System.nanoTime();
        try {
            var address = start.call();
            listener.ready(name, address, Duration.ofNanos(System.nanoTime() - began));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SystemException("Cannot start the " + name + ": " + e.getMessage(), e);
        }
    }
}
