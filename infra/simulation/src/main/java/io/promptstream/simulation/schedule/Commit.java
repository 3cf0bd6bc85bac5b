package io.promptstream.simulation.schedule;

/** What comes of a pass of a loop. */
public enum Commit {
    /** The transaction stays open; the next pass goes on with it. */
    LATER,
    /** It is committed. */
    NOW,
    /** It is committed, and its parts become visible one after the other, when a {@link Step.Mark} says so. */
    SLOWLY,
    /** The process dies before it commits: the transaction stays open until somebody ends it. */
    CRASH_BEFORE,
    /** The process dies when records and offsets were sent and nothing was decided. */
    CRASH_IN,
    /** The transaction is committed, and the process dies before it knows. */
    CRASH_AFTER,
    /** The transaction is committed, but the loop is told that it failed, and starts over. */
    ACKNOWLEDGEMENT_LOST,
    /** The broker refuses the commit; the loop starts over. */
    REFUSED;

    public boolean isFault() {
        return switch (this) {
            case LATER, NOW -> false;
            case SLOWLY, CRASH_BEFORE, CRASH_IN, CRASH_AFTER, ACKNOWLEDGEMENT_LOST, REFUSED -> true;
        };
    }
}
