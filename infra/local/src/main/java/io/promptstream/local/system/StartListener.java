package io.promptstream.local.system;

import java.time.Duration;

/** Hears how far the start or stop of a system is. Called from several threads. */
public interface StartListener {

    /** Hears nothing. */
    StartListener SILENT = new StartListener() {
        @Override
        public void starting(String name) {}

        @Override
        public void ready(String name, String address, Duration took) {}

        @Override
        public void stopping() {}
    };

    void starting(String name);

    /** {@code name} runs and is not ready for long; it says why. */
    default void waiting(String name, String problem) {}

    /** {@code name} answers at {@code address}. */
    void ready(String name, String address, Duration took);

    /** Everything is being stopped now. */
    void stopping();
}
