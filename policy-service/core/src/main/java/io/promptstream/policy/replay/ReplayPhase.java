package io.promptstream.policy.replay;

/** A part of a replay, done one record at a time. */
sealed interface ReplayPhase extends AutoCloseable permits HistoryScan, HistoryReplay, Retraining {
    /** What a step came to. */
    enum Step {
        /** A record was dealt with. */
        READ,
        /** No record is here yet. */
        WAITING,
        /** There is nothing more to do. */
        DONE
    }

    /** Deals with the next record. */
    Step step() throws ReplayFailure;

    @Override
    void close();
}
