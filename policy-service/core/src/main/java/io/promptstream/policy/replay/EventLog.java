package io.promptstream.policy.replay;

import java.util.Optional;

/** A range of one partition, read once from its first record to its last. Belongs to one thread. */
public interface EventLog<T> extends AutoCloseable {
    /** The next record, or nothing: because none is here yet, or because the range has {@link #ended}. */
    Optional<Recorded<T>> next();

    /** Whether every record of the range was handed out. */
    boolean ended();

    /** Offset from which on nothing was handed out yet. */
    long position();

    @Override
    void close();
}
