package io.promptstream.reward.app.rescore;

/**
 * The topics that a recording is made of. Their order decides between records of the same millisecond: what is written
 * because of something else comes after it.
 */
enum Source {
    QUERIES,
    PROPOSALS,
    OUTPUTS,
    FEEDBACK
}
