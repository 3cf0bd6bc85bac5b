package io.promptstream.reward.scoring;

import io.promptstream.schemas.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** An output that cannot be scored yet. */
final class WaitingOutput {
    private final String proposalId;
    private final long since;
    private final byte[] encoded;
    private final @Nullable TraceContext trace;

    /**
     * @param proposalId the proposal that was answered
     * @param since when the output was first seen, in milliseconds since 1970
     * @param encoded the output as it came; not copied
     * @param trace where its record stood in a trace
     */
    WaitingOutput(String proposalId, long since, byte[] encoded, @Nullable TraceContext trace) {
        this.proposalId = proposalId;
        this.since = since;
        this.encoded = encoded;
        this.trace = trace;
    }

    String proposalId() {
        return proposalId;
    }

    long since() {
        return since;
    }

    byte[] encoded() {
        return encoded;
    }

    @Nullable TraceContext trace() {
        return trace;
    }
}
