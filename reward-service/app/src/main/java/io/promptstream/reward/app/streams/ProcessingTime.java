package io.promptstream.reward.app.streams;

import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What a processor takes for the time, and when it looks at its deadlines. Belongs to one processor. */
public sealed interface ProcessingTime permits WallClockTime, RecordedTime {

    /** Called once, when the processor is initialised. */
    void begin(ProcessorContext<?, ?> context, DeadlineIndex deadlines, DueHandler handler);

    /** The time at which the record is processed, in milliseconds since 1970; called before the record changes anything. */
    long of(Record<?, ?> record);

    /** Deals with what is due. */
    @FunctionalInterface
    interface DueHandler {
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
