package io.promptstream.policy.round;

/** Why a query that could teach something is served and nothing more. */
public enum Unexplored {
    /** The prompts of a round, each with this query alone, make more bytes than a round may have. */
    TOO_LARGE,
    /** The queries that wait for their rounds, of all tasks, fill the memory that they may have. */
    NO_ROOM,
    /** The round that it was part of could not be made. */
    FAILED
}
