package io.promptstream.service.tracing;

import io.promptstream.schemas.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** A step that was begun; nothing is known of it outside before it has ended. Belongs to one thread. */
public interface TraceSpan {
    /** Where records stand that the step leads to; null outside any trace. */
    @Nullable TraceContext context();

    /** Whether anybody will see the span; if not, attributes need not be put together. */
    boolean recording();

    TraceSpan attribute(TraceAttribute attribute, String value);

    TraceSpan attribute(TraceAttribute attribute, long value);

    TraceSpan attribute(TraceAttribute attribute, double value);

    TraceSpan attribute(TraceAttribute attribute, boolean value);

    /** Names a place in another trace that the step has to do with. */
    TraceSpan link(TraceContext other);

    /**
     * The step came to nothing.
     *
     * @param type what kind of failure it is, of few values
     */
    TraceSpan failed(String type);

    /** Ends the step now. A span that is never ended is never seen. */
    void end();
}
