package io.promptstream.reward.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link StateWriter} wrote, field by field in the same order. */
public final class StateReader {
    private final ByteBuffer bytes;
    private final int format;

    /**
     * Begins to read a state.
     *
     * @param format the only layout that the caller understands
     * @throws IllegalStateException for any other layout
     */
    public StateReader(byte[] state, int format) {
        this(state, format, format);
    }

    /**
     * Begins to read a state.
     *
     * @param oldest the first layout that the caller understands
     * @param newest the last one
     * @throws IllegalStateException for any other layout
     */
    public StateReader(byte[] state, int oldest, int newest) {
        this.bytes = ByteBuffer.wrap(state);
        this.format = number8();
        if (format < oldest || format > newest) {
            throw new IllegalStateException("The state has format " + format + " but this version reads format "
                    + (oldest == newest ? newest : oldest + " to " + newest)
                    + "; run the version that wrote it, or reset the application with kafka-streams-application-reset");
        }
    }

    /** The layout that the state has. */
    public int format() {
        return format;
    }

    public int number8() {
        return bytes.get();
    }

    public int number16() {
        return Short.toUnsignedInt(bytes.getShort());
    }

    public int number32() {
        return bytes.getInt();
    }

    public long number64() {
        return bytes.getLong();
    }

    public double real() {
        return bytes.getDouble();
    }

    public float real32() {
        return bytes.getFloat();
    }

    public @Nullable Double optionalReal() {
        return number8() == 0 ? null : real();
    }

    public UUID uuid() {
        return new UUID(number64(), number64());
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public @Nullable String optionalText() {
        int length = bytes.getInt(bytes.position());
        if (length < 0) {
            bytes.getInt();
            return null;
        }
        return text();
    }

    public byte[] bytes() {
        byte[] value = new byte[bytes.getInt()];
        bytes.get(value);
        return value;
    }

    public <T> List<T> list(Function<StateReader, T> item) {
        int size = bytes.getInt();
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(item.apply(this));
        }
        return items;
    }
}
