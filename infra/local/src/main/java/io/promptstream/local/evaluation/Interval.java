package io.promptstream.local.evaluation;

/** A 95 % confidence interval. */
public record Interval(double low, double high) {
    /** Quantile of the standard normal distribution at 97.5 %. */
    private static final double QUANTILE = 1.959963984540054;

    /**
     * Of a share, by Wilson (1927): within 0 and 1, and not empty for a share of 0 or 1.
     *
     * @param of how many it is a share of, at least one
     */
    public static Interval ofShare(double share, long of) {
        double squared = QUANTILE * QUANTILE / of;
        double middle = (share + squared / 2) / (1 + squared);
        double half = QUANTILE * Math.sqrt((share * (1 - share) + squared / 4) / of) / (1 + squared);
        return new Interval(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
