package io.promptstream.local.demo;

import java.util.function.LongSupplier;

/**
 * Decides when another query is welcome.
 *
 * <p>Another round's worth of queries goes out when the one before has been taken and there is room for another round. Where no
 * round opens although there is room (the learner may be behind), the next ones follow after a moment. While half as many
 * rounds are in flight as may be, the queries are spread over three quarters of the time that the ones before took, as
 * those of many users are, and so that the pace can still grow. With fewer in flight they go out at once.
 */
final class QueryPacing {

    static final long PATIENCE_NANOS = 200_000_000;
    /** Of the time that the queries before took, from the first of them to the first of these. */
    private static final double SPREAD = 0.75;

    private final int size;
    private final long proposalsPerRound;
    private final int mostOpenRounds;
    private final LongSupplier nanos;
    private int sentOfRound;
    private long roundsBefore = -1;
    private long begunNanos;
    private long sentNanos;
    private long spacingNanos;

    /**
     * Makes a pace.
     *
     * @param queriesPerRound of the task
     * @param promptsPerRound of the task
     * @param mostOpenRounds rounds that may be in flight
     * @param nanos a clock such as {@link System#nanoTime}
     */
    QueryPacing(int queriesPerRound, int promptsPerRound, int mostOpenRounds, LongSupplier nanos) {
        this.size = queriesPerRound;
        this.proposalsPerRound = (long) queriesPerRound * promptsPerRound;
        this.mostOpenRounds = mostOpenRounds;
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
    }

    /** Whether a query may be sent now; who asks sends it then. */
    boolean next(Backlog backlog, long sent) {
        if (sentOfRound == size && !isAnotherRoundWelcome(backlog, sent)) {
            return false;
        }
        long now = nanos.getAsLong();
        if (sentOfRound == size) {
            sentOfRound = 0;
            roundsBefore = backlog.roundsProposed(proposalsPerRound);
            spacingNanos = (long) (SPREAD * (now - begunNanos) / size);
            begunNanos = now;
        } else if (now - sentNanos < spacingNanos && isBusy(backlog)) {
            return false;
        }
        sentNanos = now;
        sentOfRound++;
        return true;
    }

    private boolean isBusy(Backlog backlog) {
        return 2 * backlog.openRounds(proposalsPerRound) >= mostOpenRounds;
    }

    private boolean isAnotherRoundWelcome(Backlog backlog, long sent) {
        if (backlog.served() < sent) {
            return false;
        }
        boolean waitedLong = nanos.getAsLong() - begunNanos > PATIENCE_NANOS;
        boolean roundOpened = backlog.roundsProposed(proposalsPerRound) > roundsBefore;
        boolean hasRoom = backlog.openRounds(proposalsPerRound) < mostOpenRounds;
        return waitedLong || (roundOpened && hasRoom);
    }
}
