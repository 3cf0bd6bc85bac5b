package io.promptstream.simulation.node;

import io.promptstream.simulation.schedule.Commit;
import io.promptstream.simulation.schedule.Step;

/** One run of a loop, from its start until it ends or fails. */
public interface Body {
    /** Makes a pass: reads, computes, and perhaps commits. */
    void turn(Step.Turn turn);

    /** Commits what is open, if anything is. */
    void finish(Commit how);

    /** Ends in order. */
    void close();

    /** The process has died. */
    void die();

    /** Entries that the body keeps, for bounds on memory. */
    int size();
}
