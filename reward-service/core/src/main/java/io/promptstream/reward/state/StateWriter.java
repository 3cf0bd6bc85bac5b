package io.promptstream.reward.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a state as bytes, big-endian, for {@link StateReader} to read in the same order. */
public final class StateWriter {
    private static final int ABSENT = -1;
    private static final int SMALL = 128;

    private ByteBuffer output = ByteBuffer.allocate(SMALL);

    /**
     * Begins a state.
     *
     * @param format number of the layout, 0 to 127; grows when the fields change
     */
    public StateWriter(int format) {
        number8(format);
    }

    public StateWriter number8(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    /**
     * Writes two bytes.
     *
     * @param value from 0 to 65535
     */
    public StateWriter number16(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    public StateWriter number32(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    public StateWriter number64(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    public StateWriter real(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    /** Writes a number in single precision. */
    public StateWriter real32(float value) {
        room(Float.BYTES).putFloat(value);
        return this;
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
        room(value.length).put(value);
        return this;
    }

    /** Writes how many items there are, then each of them. */
    public <T> StateWriter list(List<T> items, BiConsumer<StateWriter, T> item) {
        number32(items.size());
        items.forEach(one -> item.accept(this, one));
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(output.array(), output.position());
    }

    private ByteBuffer room(int bytes) {
        if (output.remaining() < bytes) {
            int needed = Math.addExact(output.position(), bytes);
            int larger = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * output.capacity()));
            output = ByteBuffer.allocate(larger).put(output.flip());
        }
        return output;
    }
}
