package io.promptstream.reward.app.rescore;

import java.util.List;

/** Closes several things. */
final class Closing {
    private Closing() {}

    /**
     * Closes all of them in this order, whether or not one fails.
     *
     * @throws IllegalStateException if one fails; the others' failures are suppressed in it
     */
    static void all(List<? extends AutoCloseable> things) {
        IllegalStateException failure = null;
        for (AutoCloseable thing : things) {
            try {
                thing.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("Could not close all of it: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
