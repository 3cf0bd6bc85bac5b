package io.promptstream.service.tracing;

import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records the steps of queries as spans. Thread-safe; its spans are not. */
public interface Tracing extends AutoCloseable {
    /** Records nothing and begins no trace; a context that a record brought is propagated. Allocates nothing without one. */
    Tracing OFF = new Tracing() {
        @Override
        public TraceSpan begin(TraceStep step, String topic, @Nullable TraceContext before) {
            return UnseenSpan.after(before);
        }

        @Override
        public TraceSpan begin(TraceStep step, String topic, @Nullable TraceContext before, Instant since) {
            return UnseenSpan.after(before);
        }

        @Override
        public void close() {}
    };

    /**
     * Begins a step now.
     *
     * @param topic that the step reads from, or publishes to
     * @param before what the step follows from; null: a step that may begin a trace does, any other is not recorded
     */
    TraceSpan begin(TraceStep step, String topic, @Nullable TraceContext before);

    /** As {@link #begin(TraceStep, String, TraceContext)}, for a step that has been going on for a while. */
    TraceSpan begin(TraceStep step, String topic, @Nullable TraceContext before, Instant since);

    /** Hands over what has ended and is still here. */
    @Override
    void close();
}
