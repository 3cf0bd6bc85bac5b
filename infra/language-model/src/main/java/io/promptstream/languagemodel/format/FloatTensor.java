package io.promptstream.languagemodel.format;

import java.util.Arrays;

/** Numbers in row-major order with their shape, outside of any engine. Holds the arrays it is given. */
public final class FloatTensor {
    private final long[] shape;
    private final float[] values;

    public FloatTensor(long[] shape, float[] values) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException("shape %s holds %d numbers, not %d: pass as many as the shape holds"
                    .formatted(Arrays.toString(shape), size, values.length));
        }
        this.shape = shape;
        this.values = values;
    }

    public long[] shape() {
        return shape;
    }

    public float[] values() {
        return values;
    }
}
