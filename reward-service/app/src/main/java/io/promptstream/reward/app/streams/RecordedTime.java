package io.promptstream.reward.app.streams;

import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The time of a recording: that of its records, which must not go back. What falls due between two records is dealt with
 * before the second one, each at its own time, so windows mean what they meant however fast the recording is read.
 */
public final class RecordedTime implements ProcessingTime {
    private DeadlineIndex deadlines;
    private DueHandler handler;

    @SuppressWarnings("NullAway.Init") // begin comes before everything else
    public RecordedTime() {}

    @Override
    public void begin(ProcessorContext<?, ?> context, DeadlineIndex deadlines, DueHandler handler) {
        this.deadlines = deadlines;
        this.handler = handler;
    }

    @Override
    public long of(Record<?, ?> record) {
        long now = record.timestamp();
        for (OptionalLong next = deadlines.nextDue(now); next.isPresent(); next = deadlines.nextDue(now)) {
            handler.due(deadlines.take(next.getAsLong()), next.getAsLong());
        }
        return now;
    }
}
