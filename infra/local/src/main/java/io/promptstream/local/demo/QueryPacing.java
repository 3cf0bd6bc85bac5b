package io.promptstream.local.demo;

import java.util.function.LongSupplier;

/**
 * Decides when another query is welcome.
 *
 * <p>Queries go out in bursts of what one round needs, when the burst before has been taken and there is room for another
 * round. Where no round opens although there is room (the learner may be behind), the next burst follows after a moment.
 */
final class QueryPacing {

    static final long PATIENCE_NANOS = 200_000_000;

    private final int size;
    private final long proposalsPerRound;
    private final int mostOpenRounds;
    private final LongSupplier nanos;
    private int sentOfBurst;
    private long roundsBefore = -1;
    private long begunNanos;

    /**
     * Makes a pace.
     *
     * @param queriesPerRound size of a burst
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
        if (sentOfBurst == size && !isAnotherBurstWelcome(backlog, sent)) {
            return false;
        }
        if (sentOfBurst == size) {
            sentOfBurst = 0;
            roundsBefore = backlog.roundsProposed(proposalsPerRound);
            begunNanos = nanos.getAsLong();
        }
        sentOfBurst++;
        return true;
    }

    private boolean isAnotherBurstWelcome(Backlog backlog, long sent) {
        if (backlog.served() < sent) {
            return false;
        }
        boolean waitedLong = nanos.getAsLong() - begunNanos > PATIENCE_NANOS;
        boolean roundOpened = backlog.roundsProposed(proposalsPerRound) > roundsBefore;
        boolean hasRoom = backlog.openRounds(proposalsPerRound) < mostOpenRounds;
        return waitedLong || (roundOpened && hasRoom);
    }
}
