package io.promptstream.languagemodel;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Lets any number of calls run, and the close only when none does: freeing an array in use kills the JVM. */
final class CloseGuard {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    <T> T call(Supplier<T> call) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed: load it again");
            }
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs once, however often it is called. */
    void close(Runnable free) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                free.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
