package io.promptstream.task.model;

/**
 * Tokens of one answer.
 *
 * @param read tokens that the model read, whether computed for this answer or shared with others
 * @param written tokens that it wrote; 0 where label scores were read off its first distribution
 */
public record TokenUsage(int read, int written) {

    /** Both together. */
    public int total() {
        return read + written;
    }
}
