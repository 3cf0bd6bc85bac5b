package io.promptstream.benchmark.loop;

import io.promptstream.benchmark.figure.Sample;
import java.util.List;

/**
 * How long something took, again and again.
 *
 * @param measured how often
 * @param p50 median in milliseconds
 * @param p99 in milliseconds
 */
record Latencies(int measured, double p50, double p99) {

    /** Of times in milliseconds. */
    static Latencies of(List<Double> millis) {
        Sample sample = new Sample(millis);
        return new Latencies(sample.size(), sample.quantile(0.5), sample.quantile(0.99));
    }
}
