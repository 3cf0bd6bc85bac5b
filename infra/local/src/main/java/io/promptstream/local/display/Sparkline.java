package io.promptstream.local.display;

import java.util.List;

/** A row of numbers as a row of small bars, the lowest number as the lowest bar. */
public final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /** The last {@code width} numbers; empty for none. */
    public static String of(List<Double> numbers, int width) {
        var last = numbers.subList(Math.max(0, numbers.size() - width), numbers.size());
        double low = last.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        var line = new StringBuilder();
        for (double number : last) {
            double share = high > low ? (number - low) / (high - low) : 0;
            line.append(BARS.charAt((int) Math.min(BARS.length() - 1, Math.floor(share * BARS.length()))));
        }
        return line.toString();
    }
}
