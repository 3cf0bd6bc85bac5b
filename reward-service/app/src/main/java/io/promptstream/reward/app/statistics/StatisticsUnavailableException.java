package io.promptstream.reward.app.statistics;

/** The stores cannot be read now: the service starts, or partitions move. */
public final class StatisticsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StatisticsUnavailableException(String message) {
        super(message);
    }
}
