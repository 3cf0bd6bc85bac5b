package io.promptstream.reward.kafka;

import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The time of live scoring: the wall clock's, so that an idle partition stalls nothing. */
public final class WallClockTime implements ProcessingTime {
    private final Duration tick;
    private final Duration grace;
    private ProcessorContext<?, ?> context;

    /**
     * @param tick how often deadlines are looked at
     * @param grace how long after the start none is enforced
     */
    @SuppressWarnings("NullAway.Init") // begin comes before everything else
    public WallClockTime(Duration tick, Duration grace) {
        this.tick = tick;
        this.grace = grace;
    }

    @Override
    public void begin(ProcessorContext<?, ?> context, DeadlineIndex deadlines, DueHandler handler) {
        this.context = context;
        long enforceFrom = context.currentSystemTimeMs() + grace.toMillis();
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, now -> {
            if (now >= enforceFrom) {
                handler.due(deadlines.take(now), now);
            }
        });
    }

    @Override
    public long of(Record<?, ?> record) {
        return context.currentSystemTimeMs();
    }
}
