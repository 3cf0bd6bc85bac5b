package io.promptstream.local.demo;

/**
 * How far the services are behind what was sent.
 *
 * @param served queries that have been proposed a prompt for
 * @param exploring proposals beyond the one that every query is served with
 * @param roundsClosed rounds with a result
 */
public record Backlog(long served, long exploring, long roundsClosed) {

    /** Rounds that have been proposed and have no result yet, of so many proposals each. */
    long openRounds(long proposalsPerRound) {
        return exploring / proposalsPerRound - roundsClosed;
    }

    /** Rounds that have been proposed so far. */
    long roundsProposed(long proposalsPerRound) {
        return exploring / proposalsPerRound;
    }
}
