package io.promptstream.reward.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query with its proposals.
 *
 * @param traceId of the trace that its records carry; null where tracing is off
 */
public record JourneyDetail(
        @JsonUnwrapped JourneyRow row,
        List<ItemRow> items,
        List<NoteRow> notes,
        @Nullable String traceId) {}
