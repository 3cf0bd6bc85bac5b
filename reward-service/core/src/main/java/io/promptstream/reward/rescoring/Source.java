package io.promptstream.reward.rescoring;

/**
 * The topics that a recording is made of. Their order decides between records of the same millisecond: what is written
 * because of something else comes after it.
 */
public enum Source {
    QUERIES,
    PROPOSALS,
    OUTPUTS,
    FEEDBACK
}
