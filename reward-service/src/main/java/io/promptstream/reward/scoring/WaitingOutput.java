package io.promptstream.reward.scoring;

/** An output that cannot be scored yet. */
final class WaitingOutput {
    private final String proposalId;
    private final long since;
    private final byte[] encoded;

    /**
     * @param proposalId the proposal that was answered
     * @param since when the output was first seen, in milliseconds since 1970
     * @param encoded the output as it came; not copied
     */
    WaitingOutput(String proposalId, long since, byte[] encoded) {
        this.proposalId = proposalId;
        this.since = since;
        this.encoded = encoded;
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
}
