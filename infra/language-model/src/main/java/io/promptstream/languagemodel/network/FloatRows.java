package io.promptstream.languagemodel.network;

import java.util.Arrays;

/** Cuts flat row-major numbers into rows and joins them again. */
public final class FloatRows {
    private FloatRows() {}

    /** Rows of so many columns, the first from an index on. */
    public static float[][] cut(float[] values, int from, int rows, int columns) {
        float[][] cut = new float[rows][];
        for (int row = 0; row < rows; row++) {
            int start = from + row * columns;
            cut[row] = Arrays.copyOfRange(values, start, start + columns);
        }
        return cut;
    }

    /**
     * Rows behind each other.
     *
     * @throws IllegalArgumentException if a row has another number of columns
     */
    public static float[] join(float[][] rows, int columns) {
        float[] joined = new float[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != columns) {
                throw new IllegalArgumentException(
                        "row %d has %d numbers: pass %d, the model's width".formatted(row, rows[row].length, columns));
            }
            System.arraycopy(rows[row], 0, joined, row * columns, columns);
        }
        return joined;
    }
}
