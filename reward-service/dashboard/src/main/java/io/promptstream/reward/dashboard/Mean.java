package io.promptstream.reward.dashboard;

import org.jspecify.annotations.Nullable;

/** A mean that grows. */
final class Mean {
    private long count;
    private double sum;

    void add(double value) {
        count++;
        sum += value;
    }

    /** Takes out what was added. */
    void remove(double value) {
        count--;
        sum -= value;
    }

    /** Null of nothing. */
    @Nullable Double value() {
        return count == 0 ? null : sum / count;
    }
}
