package io.promptstream.languagemodel.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a safetensors file stores a number; always little-endian. */
public enum TensorPrecision {
    F32(4) {
        @Override
        float read(MemorySegment data, long index) {
            return data.getAtIndex(FLOAT, index);
        }

        @Override
        void write(MemorySegment data, long index, float value) {
            data.setAtIndex(FLOAT, index, value);
        }
    },
    F16(2) {
        @Override
        float read(MemorySegment data, long index) {
            return Float.float16ToFloat(data.getAtIndex(SHORT, index));
        }

        @Override
        void write(MemorySegment data, long index, float value) {
            data.setAtIndex(SHORT, index, Float.floatToFloat16(value));
        }
    },
    /** The upper half of a float32; written rounded to the nearest, ties to even. */
    BF16(2) {
        @Override
        float read(MemorySegment data, long index) {
            return Float.intBitsToFloat(data.getAtIndex(SHORT, index) << 16);
        }

        @Override
        void write(MemorySegment data, long index, float value) {
            int bits = Float.floatToIntBits(value);
            int rounded = bits + 0x7fff + ((bits >>> 16) & 1);
            data.setAtIndex(SHORT, index, (short) ((Float.isNaN(value) ? bits : rounded) >>> 16));
        }
    },
    /** Read rounded to the nearest float32. */
    F64(8) {
        @Override
        float read(MemorySegment data, long index) {
            return (float) data.getAtIndex(DOUBLE, index);
        }

        @Override
        void write(MemorySegment data, long index, float value) {
            data.setAtIndex(DOUBLE, index, value);
        }
    };

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    TensorPrecision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    int bytes() {
        return bytes;
    }

    abstract float read(MemorySegment data, long index);

    abstract void write(MemorySegment data, long index, float value);

    static Optional<TensorPrecision> named(String name) {
        return Arrays.stream(values())
                .filter(precision -> precision.name().equals(name))
                .findFirst();
    }

    static String allNames() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
