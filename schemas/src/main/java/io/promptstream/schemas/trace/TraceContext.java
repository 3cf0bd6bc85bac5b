package io.promptstream.schemas.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where a record stands in a trace, as <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a> writes it. It
 * travels in the record's headers, never in its value: nothing that is computed may depend on it.
 *
 * @param traceparent of version 00: the trace's id, the id of the span that led to the record, whether it is sampled
 * @param tracestate what tracing systems add to it; null where there is nothing
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {
    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    private static final int LENGTH = 55;
    private static final Pattern TRACEPARENTS =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TRACESTATES = Pattern.compile("[ -~]{1,512}");
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;

    public TraceContext {
        if (!TRACEPARENTS.matcher(traceparent).matches()) {
            throw new IllegalArgumentException("traceparent is \"" + traceparent
                    + "\"; write 00, 32 digits of a trace, 16 of a span and 2 of flags, with '-' between them");
        }
        if (tracestate != null && !TRACESTATES.matcher(tracestate).matches()) {
            throw new IllegalArgumentException(
                    "tracestate has " + tracestate.length() + " characters; write 1 to 512 printable ones, or nothing");
        }
    }

    /** The context that two headers give; null where the first gives none. A wrong tracestate is skipped. */
    public static @Nullable TraceContext parse(@Nullable String traceparent, @Nullable String tracestate) {
        if (traceparent == null || !TRACEPARENTS.matcher(traceparent).matches()) {
            return null;
        }
        boolean usable = tracestate != null && TRACESTATES.matcher(tracestate).matches();
        return new TraceContext(traceparent, usable ? tracestate : null);
    }

    /** The context in a record's headers; null where there is none. */
    public static @Nullable TraceContext of(Headers headers) {
        Header traceparent = headers.lastHeader(TRACEPARENT);
        return traceparent == null ? null : parse(text(traceparent), text(headers.lastHeader(TRACESTATE)));
    }

    /** The contexts of a record in which several queries meet, in the order of its headers. */
    public static List<TraceContext> all(Headers headers) {
        if (headers.lastHeader(TRACEPARENT) == null) {
            return List.of();
        }
        List<TraceContext> contexts = new ArrayList<>();
        for (Header header : headers.headers(TRACEPARENT)) {
            TraceContext context = parse(text(header), null);
            if (context != null) {
                contexts.add(context);
            }
        }
        return contexts;
    }

    /** Puts the context into a record's headers, in place of one that is there. */
    public void writeTo(Headers headers) {
        headers.remove(TRACEPARENT);
        headers.remove(TRACESTATE);
        headers.add(TRACEPARENT, bytes(traceparent));
        if (tracestate != null) {
            headers.add(TRACESTATE, bytes(tracestate));
        }
    }

    /** Adds a header for each context, for a record in which several queries meet; their tracestates are left out. */
    public static void writeAll(Collection<TraceContext> contexts, Headers headers) {
        for (TraceContext context : contexts) {
            headers.add(TRACEPARENT, bytes(context.traceparent));
        }
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return traceparent.substring(TRACE_ID, SPAN_ID - 1);
    }

    /** Of the span that led to the record, 16 hexadecimal digits. */
    public String spanId() {
        return traceparent.substring(SPAN_ID, FLAGS - 1);
    }

    /** Whether the trace is recorded. */
    public boolean sampled() {
        return (Integer.parseInt(traceparent, FLAGS, LENGTH, 16) & SAMPLED) != 0;
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
