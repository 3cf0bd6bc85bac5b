package io.promptstream.simulation.schedule;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** One thing that happens. Any step may follow any other: one that makes no sense where it stands does nothing. */
public sealed interface Step {
    /**
     * A loop makes one pass: it reads, computes and perhaps commits.
     *
     * @param most records that it reads
     * @param order in which records of several partitions reach it; a seed, 0 for one partition after the other
     * @param informed whether its views of tasks and snapshots are brought up to date before
     */
    record Turn(Node node, int most, int order, boolean informed, Commit commit) implements Step {
        /** Chooses among so many partitions that have records. */
        public IntUnaryOperator choice() {
            if (order == 0) {
                return partitions -> 0;
            }
            return new SplittableRandom(order)::nextInt;
        }
    }

    /** A loop that was held up goes on where it stood: it commits what it has, without hearing of its group before. */
    record Finish(Node node, Commit commit) implements Step {}

    /** A process dies with all that it has in memory; the next turn of one of its loops starts it again. */
    record Crash(Node.Host host) implements Step {}

    /** A loop is not heard of any more, though it lives: after a while its group gives it up. */
    record Stall(Node node) implements Step {}

    /** A loop is stopped in order: what it has open is aborted, and it leaves its group. */
    record Stop(Node node) implements Step {}

    /** Time passes. */
    record Pass(int millis) implements Step {}

    /** The wall clock of a process is set, forwards or back. */
    record SetClock(Node.Host host, int millis) implements Step {}

    /** A marker of a transaction that was committed slowly is written. */
    record Mark(int choice) implements Step {}

    /**
     * An application asks. Queries of two tasks have the same ids.
     *
     * @param referenced whether the query brings its reference
     */
    record Ask(int task, int query, boolean referenced) implements Step {}

    /**
     * An application tells the right answer, perhaps again, late, or otherwise than before.
     *
     * @param corrected the other label than the one that holds for this query
     */
    record GiveFeedback(int task, int query, boolean corrected) implements Step {}

    /**
     * A record stands in a topic once more.
     *
     * @param topic which of those that others may repeat
     * @param back how many records before the last
     */
    record Repeat(int topic, int back) implements Step {}

    /**
     * A task is put, by one of two services that both hold themselves for its owner.
     *
     * @param variant of its settings
     */
    record Put(int instance, int task, int variant, Commit commit) implements Step {}

    record Delete(int instance, int task, Commit commit) implements Step {}

    /**
     * A replay is ordered.
     *
     * @param exact to do what the live policy did; otherwise to train a candidate
     */
    record Order(int task, int name, boolean exact) implements Step {}

    /** What is recorded of a task is to be scored again, by another reward. */
    record Rescore(int task, int name, int variant) implements Step {}

    /** Prompts are to be measured on a query. */
    record Evaluate(int task, int query, boolean referenced) implements Step {}

    /** A candidate is to become the policy, or, after another one did, to become it again. */
    record Promote(int instance, int task, int name, Commit commit) implements Step {}
}
