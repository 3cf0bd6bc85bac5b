package io.promptstream.policy.learning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changes while an {@link RlPromptPolicy} learns, and its bytes. Format {@code rlprompt/2}, big-endian: the shape
 * that the state was made for (as text), the tokens that the policy may use, random state, rounds and mean deviation of the
 * normaliser, optimiser steps, then
 * the float32 rows of online weights, target weights, first and second moments. With a replay buffer {@code rlprompt/3}: behind
 * these the number of prompts in it, and for each, the oldest first, its tokens and its standardised reward. Either is read
 * whether or not the settings ask for a buffer.
 */
@SuppressWarnings("ArrayRecordComponent") // mutable by nature, never compared
record RlPromptState(
        String shape,
        int[] tokens,
        SplitMix random,
        RewardNormaliser normaliser,
        AdapterWeights online,
        AdapterWeights target,
        Adam adam,
        ReplayBuffer replay) {
    static final String FORMAT = "rlprompt/2";
    static final String REPLAY_FORMAT = "rlprompt/3";

    static RlPromptState initial(FrozenLanguageModel model, PolicySettings settings, Set<String> excludedWords) {
        SplitMix random = new SplitMix(settings.seed());
        CandidateTokens candidates = new CandidateTokens(model);
        int[] tokens = settings.candidates() == 0
                ? candidates.all()
                : candidates.mostFrequent(settings.candidates(), excludedWords, random.nextLong());
        AdapterWeights online = AdapterWeights.initial(model.width(), settings.hiddenSize(), random);
        return new RlPromptState(
                shape(model, settings, excludedWords),
                tokens,
                random,
                new RewardNormaliser(0, 0),
                online,
                online.copy(),
                Adam.fresh(model.width(), settings.hiddenSize()),
                new ReplayBuffer(settings.replaySize()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IncompatibleStateException if the bytes were made for another shape of policy or are damaged
     */
    static RlPromptState read(
            PolicyState state, FrozenLanguageModel model, PolicySettings settings, Set<String> excludedWords)
            throws IncompatibleStateException {
        if (!state.format().equals(FORMAT) && !state.format().equals(REPLAY_FORMAT)) {
            throw new IncompatibleStateException(
                    "the state has format %s, not %s or %s".formatted(state.format(), FORMAT, REPLAY_FORMAT));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.bytes()))) {
            String shape = in.readUTF();
            String expected = shape(model, settings, excludedWords);
            if (!shape.equals(StateText.of(expected))) {
                throw new IncompatibleStateException(
                        "the state was made for %s, the task now asks for %s".formatted(shape, expected));
            }
            int[] tokens = new int[count(in)];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = in.readInt();
            }
            SplitMix random = new SplitMix(in.readLong());
            RewardNormaliser normaliser = new RewardNormaliser(in.readLong(), in.readDouble());
            long steps = in.readLong();
            AdapterWeights[] weights = new AdapterWeights[4];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = readWeights(in, AdapterWeights.zeros(model.width(), settings.hiddenSize()));
            }
            ReplayBuffer replay = new ReplayBuffer(settings.replaySize());
            if (state.format().equals(REPLAY_FORMAT)) {
                replay.read(in, settings.promptLength());
            }
            return new RlPromptState(
                    shape,
                    tokens,
                    random,
                    normaliser,
                    weights[0],
                    weights[1],
                    new Adam(weights[2], weights[3], steps),
                    replay);
        } catch (IOException e) {
            throw new IncompatibleStateException("the state is damaged: " + e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available() / Integer.BYTES) {
            throw new IOException("there are not %d tokens".formatted(count));
        }
        return count;
    }

    PolicyState write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(StateText.of(shape));
            out.writeInt(tokens.length);
            for (int token : tokens) {
                out.writeInt(token);
            }
            out.writeLong(random.state());
            out.writeLong(normaliser.rounds());
            out.writeDouble(normaliser.meanDeviation());
            out.writeLong(adam.steps());
            for (AdapterWeights weights : new AdapterWeights[] {online, target, adam.first(), adam.second()}) {
                writeWeights(out, weights);
            }
            if (!replay.keepsNothing()) {
                replay.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PolicyState(replay.keepsNothing() ? FORMAT : REPLAY_FORMAT, bytes.toByteArray());
    }

    /** Everything that must be equal for old weights to mean the same. */
    private static String shape(FrozenLanguageModel model, PolicySettings settings, Set<String> excludedWords) {
        return "model=%s promptLength=%d hiddenSize=%d candidates=%d excluded=%s fluencyTopK=%d logitBias=%s seed=%d"
                .formatted(
                        model.fingerprint(),
                        settings.promptLength(),
                        settings.hiddenSize(),
                        settings.candidates(),
                        settings.candidates() == 0 ? Set.of() : new TreeSet<>(excludedWords),
                        settings.fluencyTopK(),
                        settings.logitBias(),
                        settings.seed());
    }

    private static void writeWeights(DataOutputStream out, AdapterWeights weights) throws IOException {
        for (float[] row : weights.rows()) {
            ByteBuffer buffer = ByteBuffer.allocate(row.length * Float.BYTES);
            buffer.asFloatBuffer().put(row);
            out.write(buffer.array());
        }
    }

    private static AdapterWeights readWeights(DataInputStream in, AdapterWeights weights) throws IOException {
        for (float[] row : weights.rows()) {
            byte[] bytes = new byte[row.length * Float.BYTES];
            in.readFully(bytes);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
        }
        return weights;
    }
}
