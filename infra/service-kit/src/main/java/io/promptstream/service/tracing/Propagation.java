package io.promptstream.service.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.promptstream.schemas.trace.TraceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates between the contexts of records and those of OpenTelemetry. */
final class Propagation {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<TraceContext> GETTER = new Getter();

    private Propagation() {}

    static Context parent(TraceContext before) {
        return W3C.extract(Context.root(), before, GETTER);
    }

    static SpanContext spanContextOf(TraceContext context) {
        return Span.fromContext(parent(context)).getSpanContext();
    }

    static TraceContext contextOf(Span span) {
        Map<String, String> carrier = new HashMap<>();
        W3C.inject(Context.root().with(span), carrier, (fields, name, value) -> {
            if (fields != null) {
                fields.put(name, value);
            }
        });
        return new TraceContext(
                Objects.requireNonNull(carrier.get(TraceContext.TRACEPARENT), "the span has no valid context"),
                carrier.get(TraceContext.TRACESTATE));
    }

    private static final class Getter implements TextMapGetter<TraceContext> {
        @Override
        public Iterable<String> keys(TraceContext context) {
            return List.of(TraceContext.TRACEPARENT, TraceContext.TRACESTATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext context, String name) {
            if (context == null) {
                return null;
            }
            return switch (name) {
                case TraceContext.TRACEPARENT -> context.traceparent();
                case TraceContext.TRACESTATE -> context.tracestate();
                default -> null;
            };
        }
    }
}
