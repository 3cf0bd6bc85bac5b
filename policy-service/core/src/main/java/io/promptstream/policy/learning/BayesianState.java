package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.List;

/**
 * What changes while a {@link BayesianPolicy} learns, and its bytes. Format {@code bayesian/1}, big-endian: what the state was
 * made for (as text), random state, rounds and mean deviation of the normaliser, then the means of the weights and one half of
 * their covariance as float64. The words and their features follow from settings and language model. Format {@code bayesian/2}, where
 * contexts of queries are known, goes on with their number and the same of each.
 *
 * @param regression of all queries
 * @param byContext of the queries of each context; empty until contexts are known
 */
record BayesianState(
        String shape,
        Words words,
        SplitMix random,
        RewardNormaliser normaliser,
        RewardRegression regression,
        List<RewardRegression> byContext) {
    static final String FORMAT = "bayesian/1";
    static final String WITH_CONTEXTS = "bayesian/2";

    static BayesianState initial(BayesianSettings settings, Words words) {
        return new BayesianState(
                shape(settings, words),
                words,
                new SplitMix(settings.seed()),
                new RewardNormaliser(0, 0),
                RewardRegression.initial(settings.longestPrompt(), words.components()),
                new ArrayList<>());
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
        return StateBytes.read(state, contextual ? WITH_CONTEXTS : FORMAT, shape, in -> {
            BayesianState read = new BayesianState(
                    shape,
                    words,
                    new SplitMix(in.readLong()),
                    new RewardNormaliser(in.readLong(), in.readDouble()),
                    RewardRegression.read(in, settings.longestPrompt(), words.components()),
                    new ArrayList<>());
            int contexts = contextual ? in.readInt() : 0;
            for (int i = 0; i < contexts; i++) {
                read.byContext.add(RewardRegression.read(in, settings.longestPrompt(), words.components()));
            }
            return read;
        });
    }

    PolicyState write() {
        return StateBytes.write(byContext.isEmpty() ? FORMAT : WITH_CONTEXTS, shape, out -> {
            out.writeLong(random.state());
            out.writeLong(normaliser.rounds());
            out.writeDouble(normaliser.meanDeviation());
            regression.write(out);
            if (!byContext.isEmpty()) {
                out.writeInt(byContext.size());
                for (RewardRegression each : byContext) {
                    each.write(out);
                }
            }
        });
    }

    /** Everything that must be equal for old weights to mean the same. */
    private static String shape(BayesianSettings settings, Words words) {
        return "%s promptLength=%d seed=%d".formatted(words.name(), settings.longestPrompt(), settings.seed());
    }
}
