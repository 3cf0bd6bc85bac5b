package io.promptstream.benchmark.rivals;

/** A way to find a prompt by asking the task model. */
interface Method {
    /** As it is written on the command line. */
    String name();

    /**
     * Searches until the model's calls are used up, or nothing is left to try.
     *
     * @param best is told whenever another prompt would be served from now on, at least once
     * @param seed equal seeds search equally
     */
    void search(Problem problem, CountedModel model, Best best, long seed);

    /** Hears which prompt would be served. */
    interface Best {
        void is(String prompt);

        void is(SoftPrompt prompt);
    }
}
