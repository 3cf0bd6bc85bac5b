package io.promptstream.service.tracing;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records steps with OpenTelemetry's SDK, under its conventions for messaging. */
public final class OpenTelemetryTracing implements Tracing {
    private static final Duration LAST_EXPORT = Duration.ofSeconds(5);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /** Takes what spans are handed to; it is closed with this object. */
    public OpenTelemetryTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("io.promptstream");
    }

    @Override
    public TraceSpan begin(TraceStep step, String topic, @Nullable TraceContext before) {
        if (before == null && !step.beginsTraces()) {
            return UnseenSpan.after(null);
        }
        return new OpenTelemetrySpan(builder(step, topic, before).startSpan());
    }

    @Override
    public TraceSpan begin(TraceStep step, String topic, @Nullable TraceContext before, Instant since) {
        if (before == null && !step.beginsTraces()) {
            return UnseenSpan.after(null);
        }
        return new OpenTelemetrySpan(
                builder(step, topic, before).setStartTimestamp(since).startSpan());
    }

    private SpanBuilder builder(TraceStep step, String topic, @Nullable TraceContext before) {
        return tracer.spanBuilder(step.title())
                .setParent(before == null ? Context.root() : Propagation.parent(before))
                .setSpanKind(step.publishes() ? SpanKind.PRODUCER : SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", step.publishes() ? "send" : "process")
                .setAttribute("messaging.operation.name", step.title())
                .setAttribute("messaging.destination.name", topic);
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST_EXPORT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
