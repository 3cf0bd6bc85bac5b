package io.promptstream.service.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.promptstream.schemas.trace.TraceContext;

/** A step as a span of OpenTelemetry. */
final class OpenTelemetrySpan implements TraceSpan {
    private static final String ERROR_TYPE = "error.type";

    private final Span span;
    private final TraceContext context;

    OpenTelemetrySpan(Span span) {
        this.span = span;
        this.context = Propagation.contextOf(span);
    }

    @Override
    public TraceContext context() {
        return context;
    }

    @Override
    public boolean recording() {
        return span.isRecording();
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, String value) {
        span.setAttribute(attribute.key(), value);
        return this;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, long value) {
        span.setAttribute(attribute.key(), value);
        return this;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, double value) {
        span.setAttribute(attribute.key(), value);
        return this;
    }

    @Override
    public TraceSpan attribute(TraceAttribute attribute, boolean value) {
        span.setAttribute(attribute.key(), value);
        return this;
    }

    @Override
    public TraceSpan link(TraceContext other) {
        span.addLink(Propagation.spanContextOf(other));
        return this;
    }

    @Override
    public TraceSpan failed(String type) {
        span.setStatus(StatusCode.ERROR).setAttribute(ERROR_TYPE, type);
        return this;
    }

    @Override
    public void end() {
        span.end();
    }
}
