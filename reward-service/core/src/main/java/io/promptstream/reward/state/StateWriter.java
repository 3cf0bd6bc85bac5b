package io.promptstream.reward.state;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a state as bytes, big-endian, for {@link StateReader} to read in the same order. */
public final class StateWriter {
    private static final int ABSENT = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream output = new DataOutputStream(bytes);

    /**
     * Begins a state.
     *
     * @param format number of the layout, 0 to 127; grows when the fields change
     */
    public StateWriter(int format) {
        number8(format);
    }

    public StateWriter number8(int value) {
        return write(() -> output.writeByte(value));
    }

    /**
     * Writes two bytes.
     *
     * @param value from 0 to 65535
     */
    public StateWriter number16(int value) {
        return write(() -> output.writeShort(value));
    }

    public StateWriter number32(int value) {
        return write(() -> output.writeInt(value));
    }

    public StateWriter number64(long value) {
        return write(() -> output.writeLong(value));
    }

    public StateWriter real(double value) {
        return write(() -> output.writeDouble(value));
    }

    public StateWriter optionalReal(@Nullable Double value) {
        number8(value == null ? 0 : 1);
        return value == null ? this : real(value);
    }

    public StateWriter uuid(UUID value) {
        return number64(value.getMostSignificantBits()).number64(value.getLeastSignificantBits());
    }

    public StateWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public StateWriter optionalText(@Nullable String value) {
        return value == null ? number32(ABSENT) : text(value);
    }

    public StateWriter bytes(byte[] value) {
        number32(value.length);
        return write(() -> output.write(value));
    }

    /** Writes how many items there are, then each of them. */
    public <T> StateWriter list(List<T> items, BiConsumer<StateWriter, T> item) {
        number32(items.size());
        items.forEach(one -> item.accept(this, one));
        return this;
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private StateWriter write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }
}
