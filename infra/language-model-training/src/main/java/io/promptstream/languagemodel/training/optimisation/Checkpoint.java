package io.promptstream.languagemodel.training.optimisation;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * A run as it stands between two steps: what is needed to continue as if it had never stopped. The order of the data and all random
 * choices follow from recipe and step, so the step is their whole state.
 */
public final class Checkpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COPY_BYTES = 1 << 20;

    private final State state;
    private final float[] weights;
    private final float[] mean;
    private final float[] variance;

    /**
     * How far a run has come.
     *
     * @param fingerprint of recipe, data and vocabulary
     * @param step the next one
     * @param share of the recipe's tokens that this run trains on
     * @param seconds spent on training so far
     * @param curve what was measured so far
     */
    public record State(
            String fingerprint, int workers, long step, double share, double seconds, List<CurvePoint> curve) {}

    /** Holds the arrays it is given: the weights, and the optimiser's running mean and variance of the gradient. */
    public Checkpoint(State state, float[] weights, float[] mean, float[] variance) {
        this.state = state;
        this.weights = weights;
        this.mean = mean;
        this.variance = variance;
    }

    public State state() {
        return state;
    }

    public float[] weights() {
        return weights;
    }

    float[] mean() {
        return mean;
    }

    float[] variance() {
        return variance;
    }

    /**
     * Reads the checkpoint, if there is one.
     *
     * @throws IllegalArgumentException if it is another run's
     */
    public static Optional<Checkpoint> read(Path file, String fingerprint, int workers) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            byte[] header = new byte[in.readInt()];
            in.readFully(header);
            State state = JSON.readValue(header, State.class);
            if (!state.fingerprint().equals(fingerprint)) {
                throw new IllegalArgumentException(
                        file + " was made with another recipe or other data; delete it or start without --resume");
            }
            if (state.workers() != workers) {
                throw new IllegalArgumentException(file + " was made with " + state.workers()
                        + " workers; write --workers " + state.workers() + " or delete it");
            }
            return Optional.of(new Checkpoint(state, floats(in), floats(in), floats(in)));
        } catch (EOFException e) {
            throw new IOException(file + " is not whole; delete it or start without --resume", e);
        }
    }

    /** The same run later; the arrays are shared. */
    Checkpoint at(long step, double seconds, List<CurvePoint> curve) {
        State later = new State(state.fingerprint(), state.workers(), step, state.share(), seconds, List.copyOf(curve));
        return new Checkpoint(later, weights, mean, variance);
    }

    /** Replaces {@code file} as a whole: a crash leaves the old one or the new one. */
    void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(unfinished))) {
            byte[] header = JSON.writeValueAsBytes(state);
            out.writeInt(header.length);
            out.write(header);
            for (float[] values : List.of(weights, mean, variance)) {
                write(values, out);
            }
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(float[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        for (float value : values) {
            if (!buffer.hasRemaining()) {
                out.write(buffer.array());
                buffer.clear();
            }
            buffer.putFloat(value);
        }
        out.write(buffer.array(), 0, buffer.position());
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        in.readFully(bytes);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        return values;
    }
}
