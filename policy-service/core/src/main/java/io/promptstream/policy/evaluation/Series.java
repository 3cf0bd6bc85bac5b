package io.promptstream.policy.evaluation;

import java.util.Arrays;

/** One number a round. */
final class Series {
    private double[] values = new double[64];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    double get(int index) {
        return values[index];
    }

    double mean() {
        double sum = 0;
        for (int n = 0; n < size; n++) {
            sum += values[n];
        }
        return sum / size;
    }
}
