package io.promptstream.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding read from an array, never trusting a length: Avro's own decoder allocates what a length field
 * demands, so that a few bytes of garbage cost two gigabytes. Here nothing is allocated beyond the bytes that are left.
 *
 * <p>Avro 1.12.1 has limits of its own ({@code org.apache.avro.limits.*}), which are one number for the whole JVM, whatever is
 * left. 1.12.2 compares with what is left, as this class does, but loads no event class whose package the JVM was not told to
 * trust, which is a change for every application that reads events.
 *
 * <p>Each item of an array or map must take at least one byte, which holds for all types but {@code null} and empty records.
 */
final class ByteArrayDecoder extends Decoder {

    private static final int MAX_VARINT_BITS = 63;

    private final byte[] bytes;
    private int position;

    ByteArrayDecoder(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
    }

    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {
        // null takes no bytes
    }

    @Override
    public boolean readBoolean() throws IOException {
        return bytes[advance(1)] == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("the int " + value + " before byte " + position + " has more than 32 bits");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long zigzag = 0;
        for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
            byte next = bytes[advance(1)];
            zigzag |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new AvroRuntimeException("the number before byte " + position + " has more than 64 bits");
    }

    @Override
    public float readFloat() throws IOException {
        return ByteBuffer.wrap(bytes, advance(Float.BYTES), Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return ByteBuffer.wrap(bytes, advance(Double.BYTES), Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getDouble();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        int length = readLength();
        int start = advance(length);
        return new Utf8(Arrays.copyOfRange(bytes, start, start + length));
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        advance(readLength());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        int length = readLength();
        int start = advance(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
    }

    @Override
    public void skipBytes() throws IOException {
        advance(readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, advance(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        advance(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipItems();
    }

    @Override
    public long readMapStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long mapNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipItems();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    private long readItemCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            // A negative count is followed by the block's size in bytes, of use only when skipping.
            readLength();
            count = -count;
        }
        return checked(count);
    }

    /** Skips blocks that tell their size; the item count of the first that does not, or 0 at the end. */
    private long skipItems() throws IOException {
        long count = readLong();
        while (count < 0) {
            advance(readLength());
            count = readLong();
        }
        return checked(count);
    }

    private long checked(long count) {
        if (count < 0 || count > remaining()) {
            throw new AvroRuntimeException("the item count before byte " + position + " is " + count + ", but only "
                    + remaining() + " bytes follow");
        }
        return count;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new AvroRuntimeException("the length before byte " + position + " is " + length + ", but only "
                    + remaining() + " bytes follow");
        }
        return (int) length;
    }

    /** Moves on and returns where it was. */
    private int advance(int count) throws EOFException {
        if (count < 0 || count > remaining()) {
            throw new EOFException("the value ends at byte " + bytes.length + ", before the record does");
        }
        int start = position;
        position += count;
        return start;
    }
}
