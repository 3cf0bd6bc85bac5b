package io.promptstream.simulation.node;

import java.util.List;

/** Names of the topics. */
public final class Topics {
    public static final String TASKS = "tasks";
    public static final String QUERIES = "queries";
    public static final String FEEDBACK = "feedback";
    public static final String PROPOSALS = "prompt-proposals";
    public static final String OUTPUTS = "task-outputs";
    public static final String REWARDS = "rewards";
    public static final String NOTES = "scoring-notes";
    public static final String ROUND_EVENTS = "rounds-by-task";
    public static final String ROUND_RESULTS = "round-results";
    public static final String SNAPSHOTS = "policy-snapshots";
    public static final String HISTORY = "policy-history";
    public static final String REPLAYS = "replays";
    public static final String REPLAY_STATES = "replay-states";
    public static final String RESCORING_ORDERS = "rescoring-orders";
    /** Keyed by the order. */
    public static final String RESCORED_RESULTS = "rescored-round-results";

    public static final String STATISTICS_STATE = "statistics-changelog";
    public static final String RESCORING_STATE = "rescorings-changelog";
    public static final String SCORING_STATE = "scoring-changelog";
    public static final String ROUND_STATE = "rounds-changelog";
    /** Under the name of the topic that the record came from. */
    public static final String DEAD_LETTERS = ".dead-letters";

    /** Those of which others may write a record twice. */
    public static final List<String> REPEATABLE =
            List.of(QUERIES, FEEDBACK, PROPOSALS, OUTPUTS, REWARDS, ROUND_RESULTS);

    private Topics() {}
}
