package io.promptstream.simulation;

import io.promptstream.policy.learning.Policies;
import io.promptstream.simulation.check.PoliciesServed;
import io.promptstream.simulation.check.Violation;
import io.promptstream.simulation.log.Broker;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.model.HashedTaskModel;
import io.promptstream.simulation.node.Bodies;
import io.promptstream.simulation.node.Coverage;
import io.promptstream.simulation.node.CrashException;
import io.promptstream.simulation.node.HostProcess;
import io.promptstream.simulation.node.Loop;
import io.promptstream.simulation.node.Surroundings;
import io.promptstream.simulation.node.Topics;
import io.promptstream.simulation.schedule.Commit;
import io.promptstream.simulation.schedule.Node;
import io.promptstream.simulation.schedule.Node.Host;
import io.promptstream.simulation.schedule.Role;
import io.promptstream.simulation.schedule.Step;
import io.promptstream.task.execution.TaskModels;
import io.promptstream.task.local.LocalModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/** Everything that runs, and the time that it runs in. One thread makes one step after the other. */
public final class World {
    /** A header of records that others have written once more. */
    public static final String REPEATED = "repeated";

    private static final int PARTITIONS = 2;
    /** Passes of a drain, of which each lets a record go one hop. */
    private static final int MOST_PASSES = 400;

    /** Nobody waits longer for the marker of a transaction that was decided. */
    private static final int SLOWEST_MARKER = 1_000;

    private static final int CALM_PASSES = 3;
    private static final int PASS_MILLIS = 500;
    /** Longer than transactions stay open, and reward windows and rounds. */
    private static final int LONG_MILLIS = 45_000;

    private static final TaskModels MODELS = new TaskModels(
            Map.of(SimulatedTasks.MODEL, new LocalModel(SimulatedTasks.MODEL, new HashedTaskModel())), definition -> {
                throw new IllegalStateException("tasks here have no remote model: " + definition);
            });

    private final long seed;
    private final Broker broker;
    private final PoliciesServed policiesServed;
    private final Map<Host, HostProcess> processes = new LinkedHashMap<>();
    private final Map<Node, Loop> loops = new LinkedHashMap<>();
    private final Applications applications;
    private final Coverage coverage = new Coverage();
    private long millis;
    private long ids;

    /** @param bodies of the loops */
    public World(long seed, Bodies bodies, Policies policies) {
        this.seed = seed;
        this.broker = new Broker(PARTITIONS, () -> millis);
        this.policiesServed = new PoliciesServed(broker);
        for (Role role : Role.values()) {
            for (int instance = 0; instance < Node.INSTANCES; instance++) {
                Node node = new Node(role, instance);
                HostProcess process = processes.computeIfAbsent(
                        node.host(), host -> new HostProcess(broker, () -> millis, policiesServed));
                loops.put(
                        node,
                        new Loop(
                                () -> bodies.make(new Surroundings(
                                        node,
                                        broker,
                                        process.time(),
                                        process.tasks(),
                                        process.snapshots(),
                                        policiesServed,
                                        this::id,
                                        policies,
                                        MODELS,
                                        coverage)),
                                coverage));
            }
        }
        this.applications = new Applications(broker, policies, this::process, this::id);
    }

    public Broker broker() {
        return broker;
    }

    private UUID id() {
        return new UUID(seed, ++ids);
    }

    private HostProcess process(Host host) {
        return Objects.requireNonNull(processes.get(host));
    }

    /** Entries that all loops of a role keep. */
    private int size(Role role) {
        return loops.entrySet().stream()
                .filter(loop -> loop.getKey().role() == role)
                .mapToInt(loop -> loop.getValue().size())
                .sum();
    }

    public Coverage coverage() {
        return coverage;
    }

    public void make(Step step) {
        coverage.count("step " + step.getClass().getSimpleName());
        switch (step) {
            case Step.Turn turn -> turn(turn);
            case Step.Finish finish -> run(finish.node(), loop -> loop.finish(finish.commit()));
            case Step.Crash crash -> crash(crash.host());
            case Step.Stall stall -> loop(stall.node()).stall();
            case Step.Stop stop -> loop(stop.node()).stop();
            case Step.Pass pass -> pass(pass.millis());
            case Step.SetClock set -> process(set.host()).time().set(set.millis());
            case Step.Mark mark -> broker.mark(mark.choice());
            case Step.Repeat repeat -> repeat(repeat);
            case Step.Ask ask -> applications.ask(ask);
            case Step.GiveFeedback feedback -> applications.giveFeedback(feedback);
            case Step.Put put -> applications.put(put);
            case Step.Delete delete -> applications.delete(delete);
            case Step.Order order -> applications.order(order);
            case Step.Rescore rescore -> applications.rescore(rescore);
            case Step.Evaluate evaluate -> applications.evaluate(evaluate);
            case Step.Promote promote -> applications.promote(promote);
        }
    }

    private Loop loop(Node node) {
        return Objects.requireNonNull(loops.get(node));
    }

    private void turn(Step.Turn turn) {
        if (turn.informed()) {
            process(turn.node().host()).inform();
        }
        run(turn.node(), loop -> loop.turn(turn));
    }

    private void run(Node node, Consumer<Loop> pass) {
        try {
            pass.accept(loop(node));
        } catch (CrashException e) {
            crash(node.host());
        }
    }

    private void crash(Host host) {
        loops.forEach((node, loop) -> {
            if (node.host().equals(host)) {
                loop.die();
            }
        });
        applications.crash(host);
        process(host).restart();
    }

    private void pass(long more) {
        millis += more;
        broker.timePassed();
        if (more >= SLOWEST_MARKER) {
            broker.markAll();
        }
    }

    private void repeat(Step.Repeat repeat) {
        List<LogRecord> records = broker.committed(Topics.REPEATABLE.get(repeat.topic() % Topics.REPEATABLE.size()));
        if (records.size() > repeat.back()) {
            LogRecord record = records.get(records.size() - 1 - repeat.back());
            broker.append(record.partition(), record.key(), record.value(), Map.of(REPEATED, "yes"));
        }
    }

    /**
     * Lets everything run without faults until nothing more happens.
     *
     * @return false if something always does
     */
    public boolean drain() {
        long size = -1;
        int calm = 0;
        for (int i = 0; i < MOST_PASSES; i++) {
            broker.markAll();
            for (Node node : loops.keySet()) {
                turn(new Step.Turn(node, 200, 0, /* informed= */ true, Commit.NOW));
            }
            calm = broker.size() == size ? calm + 1 : 0;
            size = broker.size();
            if (calm == 2 * CALM_PASSES) {
                return true;
            }
            pass(calm >= CALM_PASSES ? LONG_MILLIS : PASS_MILLIS);
        }
        return false;
    }

    /** So much time passes that whatever is kept for a while may be forgotten. */
    public void passRetention() {
        pass(Applications.RETENTION_MILLIS);
    }

    /** What was wrong with policies that were served, or is now that everything is at rest. */
    public List<Violation> misserved() {
        processes.forEach((host, process) -> {
            if (host.service() == Role.Service.POLICY) {
                policiesServed.rested(process);
            }
        });
        return policiesServed.violations();
    }

    /** What is kept although nothing is open and everything that is remembered for a while may be forgotten. */
    public List<Violation> remains() {
        return List.of(Role.SCORER, Role.AGGREGATOR, Role.REPLAYER, Role.FOLLOWER).stream()
                .filter(role -> size(role) > 0)
                .map(role -> new Violation("memory is bounded", "%s keeps %d entries".formatted(role, size(role))))
                .toList();
    }
}
