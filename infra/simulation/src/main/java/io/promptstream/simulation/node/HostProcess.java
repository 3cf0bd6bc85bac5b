package io.promptstream.simulation.node;

import io.promptstream.event.Task;
import io.promptstream.simulation.log.Broker;
import java.util.function.LongSupplier;

/** One instance of a service: its clock, and what all its loops know. */
public final class HostProcess {
    private final Broker broker;
    private final HostTime time;
    private View<Task> tasks;
    private final Witness witness;
    private Snapshots snapshots;

    /** @param passed milliseconds since the world began */
    public HostProcess(Broker broker, LongSupplier passed, Witness witness) {
        this.broker = broker;
        this.witness = witness;
        this.time = new HostTime(passed);
        this.tasks = new View<>(broker, Topics.TASKS, Task.class);
        this.snapshots = new Snapshots(broker, witness);
    }

    public HostTime time() {
        return time;
    }

    public View<Task> tasks() {
        return tasks;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    /** Brings its views up to date. */
    public void inform() {
        tasks.catchUp();
        snapshots.catchUp();
    }

    /** Starts again, with nothing in memory; views are read to their end before anything else. */
    public void restart() {
        tasks = new View<>(broker, Topics.TASKS, Task.class);
        snapshots = new Snapshots(broker, witness);
        inform();
    }
}
