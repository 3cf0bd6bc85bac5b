package io.promptstream.task.app.answer;

/**
 * When to commit what is finished: at once if there is nothing else to do, otherwise together with what comes next, as long as
 * the last commit took. So committing takes at most half of the loop's time, and nobody waits for longer than that.
 */
final class CommitPace {
    private static final int MOST_RESULTS = 512;
    private static final long MOST_BYTES = 4L << 20;

    private long lastEnd;
    private long lastTook;

    /**
     * Whether it is time.
     *
     * @param results that are not committed
     * @param bytes of their records
     * @param moreToRead whether the last poll brought something
     * @param now in nanoseconds
     */
    boolean due(int results, long bytes, boolean moreToRead, long now) {
        return results > 0
                && (!moreToRead || results >= MOST_RESULTS || bytes >= MOST_BYTES || now - lastEnd >= lastTook);
    }

    /** Takes account of a commit; both times in nanoseconds. */
    void committed(long begin, long end) {
        lastTook = end - begin;
        lastEnd = end;
    }
}
