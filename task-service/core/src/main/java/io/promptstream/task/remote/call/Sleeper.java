package io.promptstream.task.remote.call;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {
    /** Returns after the duration; at once if it is not positive. */
    void pass(Duration duration) throws InterruptedException;

    /** Pauses the calling thread. */
    Sleeper THREAD = duration -> {
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    };
}
