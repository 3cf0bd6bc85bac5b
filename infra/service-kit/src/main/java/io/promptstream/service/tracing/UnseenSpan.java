package io.promptstream.service.tracing;

import io.promptstream.schemas.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** A step that nobody records: what came before it is propagated as it came. */
record UnseenSpan(@Nullable TraceContext context) implements TraceSpan {
    private static final UnseenSpan OUTSIDE = new UnseenSpan(null);

    static UnseenSpan after(@Nullable TraceContext context) {
        return context == null ? OUTSIDE : new UnseenSpan(context);
    }

    @Override
    public boolean recording() {
        return false;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, String value) {
        return this;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, long value) {
        return this;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, double value) {
        return this;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, boolean value) {
        return this;
    }

    @Override
    public TraceSpan link(TraceContext other) {
        return this;
    }

    @Override
    public TraceSpan failed(String type) {
        return this;
    }

    @Override
    public void end() {}
}
