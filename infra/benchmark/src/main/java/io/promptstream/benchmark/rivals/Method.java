package io.promptstream.benchmark.rivals;

import java.util.List;

/** A way to find a prompt by asking the task model. */
interface Method {
    /** As it is written on the command line. */
    String name();

    /** Whether answers are judged, and those to the prompt that is served in the end read, calibrated. */
    default boolean calibrated() {
        return false;
    }

    /**
     * Searches until the model's calls are used up, or nothing is left to try.
     *
     * @param best is told whenever another prompt would be served from now on, at least once
     * @param seed equal seeds search equally
     */
    void search(Problem problem, CountedModel model, Best best, long seed);

    /** Hears which prompt would be served. */
    interface Best {
        default void is(String prompt) {
            is(prompt, List.of());
        }

        /**
         * A prompt whose answers are calibrated.
         *
         * @param shift what is taken off the labels' logits before an answer is read; empty: nothing
         */
        void is(String prompt, List<Float> shift);

        /**
         * What a policy serves.
         *
         * @param embedding what the task model reads in the prompt's place, row by row; empty: its text
         * @param shift what is taken off the labels' logits before an answer is read; empty: nothing
         */
        void is(String prompt, List<Float> embedding, List<Float> shift);
    }
}
