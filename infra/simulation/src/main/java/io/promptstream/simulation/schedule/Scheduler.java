package io.promptstream.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws schedules; equal seeds give equal ones. Which faults a schedule has and how many is drawn first, so that some
 * schedules are nearly calm and others have many faults of a few kinds.
 */
public final class Scheduler {
    private static final int TASKS = 3;
    private static final int QUERIES = 12;
    private static final Commit[] FAULTS = {
        Commit.SLOWLY,
        Commit.CRASH_BEFORE,
        Commit.CRASH_IN,
        Commit.CRASH_AFTER,
        Commit.ACKNOWLEDGEMENT_LOST,
        Commit.REFUSED
    };

    /** From a query to its learned round. */
    private static final List<Role> LOOP =
            List.of(Role.PROPOSER, Role.ANSWERER, Role.SCORER, Role.ROUTER, Role.AGGREGATOR, Role.LEARNER);

    private final SplittableRandom random;
    private final List<Commit> faults = new ArrayList<>();
    private final double faulty;
    private final double later;
    private final double uninformed;
    private final int crashes;
    private final int rebalances;
    private final int clocks;
    private final int repeats;
    private final int changes;
    private final int corrections;
    private final int learning;

    private Scheduler(long seed) {
        this.random = new SplittableRandom(seed);
        for (Commit fault : FAULTS) {
            if (random.nextBoolean()) {
                faults.add(fault);
            }
        }
        this.faulty = faults.isEmpty() ? 0 : choose(0, 0.03, 0.1, 0.3);
        this.later = choose(0, 0.1, 0.4);
        this.uninformed = choose(0, 0.3, 0.9);
        this.crashes = (int) choose(0, 2, 8);
        this.rebalances = (int) choose(0, 4, 12);
        this.clocks = (int) choose(0, 3, 10);
        this.repeats = (int) choose(0, 4, 15);
        this.changes = (int) choose(0, 3, 10);
        this.corrections = (int) choose(2, 10, 30);
        this.learning = (int) choose(0, 0, 2);
    }

    /** The schedule of this seed. */
    public static Schedule schedule(long seed) {
        return new Schedule(seed, new Scheduler(seed).steps());
    }

    private double choose(double... values) {
        return values[random.nextInt(values.length)];
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int task = 0; task < TASKS; task++) {
            steps.add(new Step.Put(0, task, 0, Commit.NOW));
        }
        int length = random.nextInt(60, 360);
        int[] weights = {
            150,
            30,
            40,
            corrections,
            crashes,
            rebalances,
            rebalances / 2,
            clocks,
            repeats,
            changes,
            10,
            changes / 2,
            rebalances / 2,
            8,
            changes / 2
        };
        for (int i = 0; i < length; i++) {
            steps.add(step(weighted(weights)));
            if (learning > 0 && random.nextInt(100) < learning) {
                learn(steps, task());
            }
            if (rebalances > 0 && random.nextInt(40) == 0) {
                steps.addAll(random.nextBoolean() ? zombie() : slowHandOver());
            }
        }
        return steps;
    }

    /** A loop is held up between reading and committing until another one has its partitions, and then goes on. */
    private List<Step> zombie() {
        Node node = node();
        return List.of(
                new Step.Turn(node, 10, 0, /* informed= */ true, Commit.LATER),
                new Step.Stall(node),
                new Step.Pass(7_000),
                new Step.Turn(peer(node), 10, 0, /* informed= */ true, Commit.NOW),
                new Step.Turn(peer(node), 10, 0, /* informed= */ true, Commit.NOW),
                new Step.Finish(node, Commit.NOW));
    }

    /** A loop gives its partitions away while the end of its last transaction is not known everywhere. */
    private List<Step> slowHandOver() {
        Node node = node();
        return List.of(
                new Step.Turn(peer(node), 10, 0, /* informed= */ true, Commit.NOW),
                new Step.Turn(node, 10, 0, /* informed= */ true, Commit.SLOWLY),
                new Step.Mark(random.nextInt(8)),
                new Step.Stop(node),
                new Step.Turn(peer(node), 10, 0, /* informed= */ true, Commit.NOW));
    }

    /** Some rounds of a task are asked for and learned in quick succession, so that no snapshot comes between them. */
    private void learn(List<Step> steps, int task) {
        int rounds = 1 + random.nextInt(6);
        for (int round = 0; round < rounds; round++) {
            for (int query = 0; query < 3; query++) {
                steps.add(new Step.Ask(task, random.nextInt(QUERIES), /* referenced= */ true));
            }
            for (Role role : LOOP) {
                for (int instance = 0; instance < Node.INSTANCES; instance++) {
                    steps.add(new Step.Turn(new Node(role, instance), 30, 0, /* informed= */ true, Commit.NOW));
                }
            }
            steps.add(turn(new Node(Role.FOLLOWER, random.nextInt(Node.INSTANCES))));
            steps.add(new Step.Pass(random.nextInt(1_000)));
        }
    }

    private static Node peer(Node node) {
        return new Node(node.role(), Node.INSTANCES - 1 - node.instance());
    }

    private int weighted(int[] weights) {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int drawn = random.nextInt(sum);
        int kind = 0;
        while (drawn >= weights[kind]) {
            drawn -= weights[kind++];
        }
        return kind;
    }

    private Step step(int kind) {
        return switch (kind) {
            case 0 -> turn(node());
            case 1 -> new Step.Pass(random.nextInt(6) == 0 ? random.nextInt(16_000) : random.nextInt(1_000));
            case 2 -> new Step.Ask(task(), random.nextInt(QUERIES), random.nextInt(4) > 0);
            case 3 -> new Step.GiveFeedback(task(), random.nextInt(QUERIES), random.nextInt(3) == 0);
            case 4 -> new Step.Crash(host());
            case 5 -> new Step.Stall(node());
            case 6 -> new Step.Stop(node());
            case 7 -> new Step.SetClock(host(), random.nextInt(-40_000, 20_000));
            case 8 -> new Step.Repeat(random.nextInt(6), random.nextInt(8));
            case 9 -> change();
            case 10 -> new Step.Mark(random.nextInt(8));
            case 11 -> new Step.Order(task(), random.nextInt(2), random.nextBoolean());
            case 12 -> new Step.Finish(node(), commit());
            case 13 -> new Step.Evaluate(task(), random.nextInt(QUERIES), random.nextInt(4) > 0);
            default -> new Step.Rescore(task(), random.nextInt(2), random.nextInt(3));
        };
    }

    private Step turn(Node node) {
        return new Step.Turn(
                node,
                1 + random.nextInt(random.nextBoolean() ? 4 : 30),
                random.nextInt(1 << 16),
                random.nextDouble() >= uninformed,
                random.nextDouble() < later ? Commit.LATER : commit());
    }

    private Step change() {
        int instance = random.nextInt(Node.INSTANCES);
        return switch (random.nextInt(4)) {
            case 0 -> new Step.Delete(instance, task(), commit());
            case 1 -> new Step.Promote(instance, task(), random.nextInt(2), commit());
            default -> new Step.Put(instance, task(), random.nextInt(3), commit());
        };
    }

    private Commit commit() {
        return random.nextDouble() < faulty ? faults.get(random.nextInt(faults.size())) : Commit.NOW;
    }

    private int task() {
        return random.nextInt(TASKS);
    }

    private Node node() {
        Role[] roles = Role.values();
        return new Node(roles[random.nextInt(roles.length)], random.nextInt(Node.INSTANCES));
    }

    private Node.Host host() {
        Role.Service[] services = Role.Service.values();
        return new Node.Host(services[random.nextInt(services.length)], random.nextInt(Node.INSTANCES));
    }
}
