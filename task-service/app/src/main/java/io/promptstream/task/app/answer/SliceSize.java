package io.promptstream.task.app.answer;

import java.time.Duration;

/**
 * How many proposals to answer in one transaction: as many as take about the target time at the speed seen last. So a
 * fast model gets large batches, and a slow one still commits often and never keeps the consumer from its group for long.
 */
final class SliceSize {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 512;
    private static final int FIRST = 64;

    private final Duration target;
    private int current = FIRST;

    SliceSize(Duration target) {
        this.target = target;
    }

    int current() {
        return current;
    }

    /** Takes account of a slice; the size at most doubles, so that one quick failure does not mislead. */
    void took(int proposals, Duration duration) {
        double perProposal = Math.max(1, duration.toNanos()) / (double) Math.max(1, proposals);
        double fitting = target.toNanos() / perProposal;
        current = (int) Math.clamp(Math.min(fitting, 2.0 * current), SMALLEST, LARGEST);
    }
}
