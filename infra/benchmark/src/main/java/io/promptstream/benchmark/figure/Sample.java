package io.promptstream.benchmark.figure;

import java.util.List;

/**
 * Repeated measurements of the same thing. Quartiles rather than mean and deviation, because other work on the machine
 * only ever makes a measurement slower.
 */
public record Sample(List<Double> values) {

    public Sample {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured: let the benchmark run longer");
        }
        values = values.stream().sorted().toList();
    }

    public double median() {
        return quantile(0.5);
    }

    /**
     * The value below which this share of the values lies, interpolated between neighbours.
     *
     * @param share from 0 to 1
     */
    public double quantile(double share) {
        double position = share * (values.size() - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return values.get(below) + (position - below) * (values.get(above) - values.get(below));
    }

    public int size() {
        return values.size();
    }
}
