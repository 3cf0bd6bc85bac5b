package io.promptstream.task.model;

/**
 * Tokens of one answer: of all calls that were made for it, those of no use included.
 *
 * @param read tokens that the model read, whether computed for this answer or shared with others
 * @param written tokens that it wrote; 0 where label scores were read off its first distribution
 * @param estimated whether they are, in part at least, estimated from characters, because an endpoint did not report them
 */
public record TokenUsage(int read, int written, boolean estimated) {
    /** No tokens. */
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    public TokenUsage {
        if (read < 0 || written < 0) {
            throw new IllegalArgumentException("tokens are %d and %d; write numbers from 0".formatted(read, written));
        }
    }

    /** Counted tokens. */
    public TokenUsage(int read, int written) {
        this(read, written, false);
    }

    /** Both together. */
    public long total() {
        return (long) read + written;
    }

    /** This and what another call cost. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(sum(read, other.read), sum(written, other.written), estimated || other.estimated);
    }

    private static int sum(int a, int b) {
        return (int) Math.min((long) a + b, Integer.MAX_VALUE);
    }
}
