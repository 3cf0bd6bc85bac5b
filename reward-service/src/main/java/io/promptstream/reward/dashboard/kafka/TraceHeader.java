package io.promptstream.reward.dashboard.kafka;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads W3C Trace Context's {@code traceparent}. */
final class TraceHeader {
    private static final Pattern PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private TraceHeader() {}

    /** The trace's id; null without a header that names one. */
    static @Nullable String of(Headers headers) {
        Header header = headers.lastHeader("traceparent");
        if (header == null || header.value() == null) {
            return null;
        }
        Matcher parent = PARENT.matcher(new String(header.value(), StandardCharsets.US_ASCII));
        return parent.matches() ? parent.group(1) : null;
    }
}
