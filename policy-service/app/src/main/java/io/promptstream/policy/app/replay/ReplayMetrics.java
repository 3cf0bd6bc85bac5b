package io.promptstream.policy.app.replay;

/** What replays do, told after it was committed. */
public interface ReplayMetrics {
    /** A replay of the task's rounds is followed from now on. */
    void begun(String taskId);

    /**
     * A replay of the task's rounds has come further.
     *
     * @param records that were read
     * @param learned rounds that were learned
     * @param leftOut rounds that were skipped
     */
    void advanced(String taskId, long records, long learned, long leftOut);

    /** So many replays are being followed now. */
    void running(int replays);

    /** A replay has ended, well or not. */
    void ended(String taskId, boolean failed);
}
