package io.promptstream.benchmark.figure;

import java.util.List;
import java.util.Locale;

/**
 * The mean of repeated runs.
 *
 * @param error its standard error, {@code s / sqrt(n)} with the sample's standard deviation; not a number for one run
 */
public record Figure(double mean, double error) {

    /** Of at least one value. */
    public static Figure of(List<Double> values) {
        double mean = values.stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("nothing was measured: give at least one seed"));
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        int count = values.size();
        return new Figure(mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1) / count));
    }

    /** As text, times a factor, with one decimal. */
    public String text(double factor) {
        return Double.isNaN(error)
                ? String.format(Locale.ROOT, "%.1f", mean * factor)
                : String.format(Locale.ROOT, "%.1f ± %.1f", mean * factor, error * factor);
    }
}
