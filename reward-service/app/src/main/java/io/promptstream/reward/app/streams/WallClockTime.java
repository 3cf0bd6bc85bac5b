package io.promptstream.reward.app.streams;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * The time of live scoring: the wall clock's, so that an idle partition stalls nothing; one that is set back stalls nothing
 * either. However much is due, a pass is bounded, so that it ends well within its transaction; the next one continues.
 */
public final class WallClockTime {
    /** What one pass deals with at most. */
    static final int MOST = 10_000;

    private static final int BATCH = 100;
    private static final Duration LONGEST_PASS = Duration.ofMillis(500);

    private final Duration tick;
    private final Duration grace;
    private final LongSupplier ticker;
    private final SteadyTime steady;
    private ProcessorContext<?, ?> context;

    /**
     * @param tick how often deadlines are looked at
     * @param grace how long after the start none is enforced
     * @param ticker nanoseconds that never go back, such as {@link System#nanoTime()}
     */
    @SuppressWarnings("NullAway.Init") // begin comes before everything else
    public WallClockTime(Duration tick, Duration grace, LongSupplier ticker) {
        this.tick = tick;
        this.grace = grace;
        this.ticker = ticker;
        this.steady = new SteadyTime(ticker);
    }

    /** Called once, when the processor is initialised. */
    public void begin(ProcessorContext<?, ?> context, DeadlineIndex deadlines, DueHandler handler) {
        this.context = context;
        long enforceFrom = now() + grace.toMillis();
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, wallClock -> {
            long now = steady.of(wallClock);
            if (now >= enforceFrom) {
                pass(deadlines, handler, now);
            }
        });
    }

    private void pass(DeadlineIndex deadlines, DueHandler handler, long now) {
        long begin = ticker.getAsLong();
        for (int done = 0; done < MOST && ticker.getAsLong() - begin < LONGEST_PASS.toNanos(); done += BATCH) {
            Set<Bytes> due = deadlines.take(now, BATCH);
            if (due.isEmpty()) {
                return;
            }
            handler.due(due, now);
        }
    }

    /** The time at which a record is processed, in milliseconds since 1970. */
    public long now() {
        return steady.of(context.currentSystemTimeMs());
    }

    /** Deals with what is due. */
    @FunctionalInterface
    public interface DueHandler {
        /**
         * Called with what was taken from the index, when anything may be due.
         *
         * A fault of one of them must not keep the others from being dealt with.
         *
         * @param ids what was entered in the index, earliest first
         * @param now milliseconds since 1970
         */
        void due(Set<Bytes> ids, long now);
    }
}
