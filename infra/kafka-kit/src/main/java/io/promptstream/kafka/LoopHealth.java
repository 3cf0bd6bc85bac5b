package io.promptstream.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the passes of a loop tell of its health: whether the last one succeeded, whether one does not end, and whether they
 * fail again and again with good ones in between. Told by the loop's thread, asked by any.
 */
final class LoopHealth {
    /** So long after the last of several failures a loop counts as working again. */
    static final Duration CALM = Duration.ofSeconds(30);

    private final Duration longestPass;
    private final LongSupplier nanoTime;
    private ComponentHealth last = ComponentHealth.failing("not started");
    private boolean passing;
    private long passBegan;
    private int failures;
    private long failedAt;

    /**
     * @param longestPass a pass that takes longer is taken to hang
     * @param nanoTime nanoseconds since some moment
     */
    LoopHealth(Duration longestPass, LongSupplier nanoTime) {
        this.longestPass = longestPass;
        this.nanoTime = nanoTime;
    }

    /** A pass begins, or what comes before the first one. */
    synchronized void began() {
        passing = true;
        passBegan = nanoTime.getAsLong();
    }

    /** How long the pass has been running that began last. */
    synchronized Duration running() {
        return Duration.ofNanos(nanoTime.getAsLong() - passBegan);
    }

    synchronized void succeeded() {
        passing = false;
        if (sinceFailure().compareTo(CALM) >= 0) {
            failures = 0;
        }
        if (failures <= 1) {
            last = ComponentHealth.working("running");
        }
    }

    /** The pass has failed. */
    synchronized void failed(String detail) {
        passing = false;
        failures++;
        failedAt = nanoTime.getAsLong();
        last = ComponentHealth.failing(
                failures > 1 ? "%s; failed %d times in a row".formatted(detail, failures) : detail);
    }

    /** There will be no further pass. */
    synchronized void ended(String detail) {
        passing = false;
        last = ComponentHealth.failing(detail);
    }

    /** The pass was in vain because the group was rebalanced before its commit; once in a while that is no failure. */
    synchronized void rebalanced() {
        passing = false;
        failures++;
        failedAt = nanoTime.getAsLong();
        if (failures > 1) {
            last = ComponentHealth.failing(
                    "the group was rebalanced before the loop could commit; failed %d times in a row"
                            .formatted(failures));
        }
    }

    synchronized ComponentHealth health() {
        if (passing && last.working() && running().compareTo(longestPass) > 0) {
            return ComponentHealth.failing("a pass has been running for %d s, longer than %d s"
                    .formatted(running().toSeconds(), longestPass.toSeconds()));
        }
        return last;
    }

    private Duration sinceFailure() {
        return Duration.ofNanos(nanoTime.getAsLong() - failedAt);
    }
}
