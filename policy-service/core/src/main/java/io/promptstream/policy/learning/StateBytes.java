package io.promptstream.policy.learning;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** States as bytes that begin with what they were made for, as text. */
final class StateBytes {
    private StateBytes() {}

    /** Reads the rest of a state. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** Writes the rest of a state. */
    interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IncompatibleStateException if the state has another format, was made for something else, or is damaged
     */
    static <T> T read(PolicyState state, String format, String shape, Reader<T> reader)
            throws IncompatibleStateException {
        if (!state.format().equals(format)) {
            throw new IncompatibleStateException("the state has format %s, not %s".formatted(state.format(), format));
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.bytes()))) {
            String madeFor = in.readUTF();
            if (!madeFor.equals(StateText.of(shape))) {
                throw new IncompatibleStateException(
                        "the state was made for %s, the task now asks for %s".formatted(madeFor, shape));
            }
            return reader.read(in);
        } catch (IOException e) {
            throw new IncompatibleStateException("the state is damaged: " + e);
        }
    }

    static PolicyState write(String format, String shape, Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(StateText.of(shape));
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PolicyState(format, bytes.toByteArray());
    }

    static void writeFloats(float[] numbers, DataOutput out) throws IOException {
        for (float number : numbers) {
            out.writeFloat(number);
        }
    }

    static float[] readFloats(int count, DataInput in) throws IOException {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = in.readFloat();
        }
        return numbers;
    }
}
