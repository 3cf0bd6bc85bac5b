package io.promptstream.policy.learning;

/**
 * What changes while a {@link BayesianPolicy} learns, and its bytes. Format {@code bayesian/1}, big-endian: what the state was
 * made for (as text), random state, rounds and mean deviation of the normaliser, then the means of the weights and one half of
 * their covariance as float64. The words and their features follow from settings and language model.
 */
record BayesianState(
        String shape, Words words, SplitMix random, RewardNormaliser normaliser, RewardRegression regression) {
    static final String FORMAT = "bayesian/1";

    static BayesianState initial(BayesianSettings settings, Words words) {
        return new BayesianState(
                shape(settings, words),
                words,
                new SplitMix(settings.seed()),
                new RewardNormaliser(0, 0),
                RewardRegression.initial(settings.longestPrompt(), words.components()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IncompatibleStateException if the bytes were made for other words or another length, or are damaged
     */
    static BayesianState read(PolicyState state, BayesianSettings settings, Words words)
            throws IncompatibleStateException {
        String shape = shape(settings, words);
        return StateBytes.read(
                state,
                FORMAT,
                shape,
                in -> new BayesianState(
                        shape,
                        words,
                        new SplitMix(in.readLong()),
                        new RewardNormaliser(in.readLong(), in.readDouble()),
                        RewardRegression.read(in, settings.longestPrompt(), words.components())));
    }

    PolicyState write() {
        return StateBytes.write(FORMAT, shape, out -> {
            out.writeLong(random.state());
            out.writeLong(normaliser.rounds());
            out.writeDouble(normaliser.meanDeviation());
            regression.write(out);
        });
    }

    /** Everything that must be equal for old weights to mean the same. */
    private static String shape(BayesianSettings settings, Words words) {
        return "%s promptLength=%d seed=%d".formatted(words.name(), settings.longestPrompt(), settings.seed());
    }
}
