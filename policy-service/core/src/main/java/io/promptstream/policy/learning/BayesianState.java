package io.promptstream.policy.learning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        if (!state.format().equals(FORMAT)) {
            throw new IncompatibleStateException("the state has format %s, not %s".formatted(state.format(), FORMAT));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.bytes()))) {
            String shape = in.readUTF();
            String expected = shape(settings, words);
            if (!shape.equals(StateText.of(expected))) {
                throw new IncompatibleStateException(
                        "the state was made for %s, the task now asks for %s".formatted(shape, expected));
            }
            return new BayesianState(
                    shape,
                    words,
                    new SplitMix(in.readLong()),
                    new RewardNormaliser(in.readLong(), in.readDouble()),
                    RewardRegression.read(in, settings.longestPrompt(), words.components()));
        } catch (IOException e) {
            throw new IncompatibleStateException("the state is damaged: " + e);
        }
    }

    PolicyState write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(StateText.of(shape));
            out.writeLong(random.state());
            out.writeLong(normaliser.rounds());
            out.writeDouble(normaliser.meanDeviation());
            regression.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PolicyState(FORMAT, bytes.toByteArray());
    }

    /** Everything that must be equal for old weights to mean the same. */
    private static String shape(BayesianSettings settings, Words words) {
        return "%s promptLength=%d seed=%d".formatted(words.name(), settings.longestPrompt(), settings.seed());
    }
}
