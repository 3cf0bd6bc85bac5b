package io.promptstream.acceptance;

import java.util.Map;

/**
 * A span as a service sent it.
 *
 * @param parentId empty for the first span of a trace
 * @param attributes those whose values are texts
 */
record RecordedSpan(
        String service, String name, String traceId, String spanId, String parentId, Map<String, String> attributes) {}
