package io.promptstream.service.tracing;

/** A step on a query's way through the loop; the spans are named by it. */
public enum TraceStep {
    /** A query came over HTTP and is published. */
    ASK("ask", true, true),
    /** A query was read. */
    RECEIVE_QUERY("receive query", false, true),
    /** Prompts are published for a query: the one that serves it, or those of a round. */
    PROPOSE("propose", true, false),
    /** The task model answered a proposal. */
    ANSWER("answer", false, false),
    /** An output became a reward. */
    SCORE("score", false, false),
    /** The round that the query belongs to was closed. */
    CLOSE_ROUND("close round", false, false),
    /** The policy learned the round, or left it out. */
    LEARN("learn", false, false);

    private final String title;
    private final boolean publishes;
    private final boolean beginsTraces;

    TraceStep(String title, boolean publishes, boolean beginsTraces) {
        this.title = title;
        this.publishes = publishes;
        this.beginsTraces = beginsTraces;
    }

    public String title() {
        return title;
    }

    /** Whether the step is the making of records, rather than the processing of one that was read. */
    boolean publishes() {
        return publishes;
    }

    /** Whether a trace begins with this step where none is continued. */
    boolean beginsTraces() {
        return beginsTraces;
    }
}
