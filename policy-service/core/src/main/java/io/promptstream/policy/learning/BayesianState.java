package io.promptstream.policy.learning;

/**
 * What changes while a {@link BayesianPolicy} learns, and its bytes. Format {@code bayesian/1}, big-endian: what the state was
 * made for (as text), random state, rounds and mean deviation of the normaliser, then the means of the weights and one half of
 * their covariance as float64. The words and their features follow from settings and language model. Format {@code bayesian/2}, where
 * contexts of queries are known, goes on with their number and the same of each.
 *
 * @param rewards what prompts earn
 */
record BayesianState(
        String shape, Words words, SplitMix random, RewardNormaliser normaliser, ContextualRegression rewards) {
    static final String FORMAT = "bayesian/1";
    static final String WITH_CONTEXTS = "bayesian/2";

    static BayesianState initial(BayesianSettings settings, Words words) {
        return new BayesianState(
                shape(settings, words),
                words,
                new SplitMix(settings.seed()),
                new RewardNormaliser(0, 0),
                ContextualRegression.initial(settings.longestPrompt(), words.components()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IncompatibleStateException if the bytes were made for other words or another length, or are damaged
     */
    static BayesianState read(PolicyState state, BayesianSettings settings, Words words)
            throws IncompatibleStateException {
        String shape = shape(settings, words);
        boolean contextual = state.format().equals(WITH_CONTEXTS);
        return StateBytes.read(
                state,
                contextual ? WITH_CONTEXTS : FORMAT,
                shape,
                in -> new BayesianState(
                        shape,
                        words,
                        new SplitMix(in.readLong()),
                        new RewardNormaliser(in.readLong(), in.readDouble()),
                        ContextualRegression.read(in, contextual, settings.longestPrompt(), words.components())));
    }

    PolicyState write() {
        return StateBytes.write(rewards.hasContexts() ? WITH_CONTEXTS : FORMAT, shape, out -> {
            out.writeLong(random.state());
            out.writeLong(normaliser.rounds());
            out.writeDouble(normaliser.meanDeviation());
            rewards.write(out);
        });
    }

    /** Everything that must be equal for old weights to mean the same. */
    private static String shape(BayesianSettings settings, Words words) {
        return "%s promptLength=%d seed=%d".formatted(words.name(), settings.longestPrompt(), settings.seed());
    }
}
