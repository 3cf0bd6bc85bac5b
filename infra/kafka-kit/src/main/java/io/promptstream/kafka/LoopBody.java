package io.promptstream.kafka;

/**
 * One run of a poll loop: its clients and the state that belongs to them. After a failure the body is closed and a new
 * one is made, which reads again from the last committed offsets.
 */
public interface LoopBody extends AutoCloseable {
    /** Polls once and finishes what came; called again and again by one thread. */
    void runOnce() throws Exception;

    /** Makes a waiting {@link #runOnce()} return soon; called from another thread. */
    void wakeup();

    @Override
    void close();
}
