/** What happens to a query, step by step, as spans of one trace; nothing outside knows OpenTelemetry. */
@NullMarked
package io.promptstream.service.tracing;

import org.jspecify.annotations.NullMarked;
