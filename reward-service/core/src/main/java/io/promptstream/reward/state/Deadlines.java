package io.promptstream.reward.state;

/** What is to be looked at when; times are milliseconds since 1970. {@link DeadlineMemory} keeps it in memory. */
public interface Deadlines {
    /** Has the id dealt with once its time has come; the same id may be entered for several times. */
    void add(long at, byte[] id);

    /** Deals with what is due at its own time, earliest first, and with what becomes due by that. */
    void eachDue(long now, Due each);

    /** Deals with one thing that is due. */
    @FunctionalInterface
    interface Due {
        /** Called with what was entered, and the time for which. */
        void due(byte[] id, long at);
    }
}
