package io.promptstream.simulation;

import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.simulation.check.Checks;
import io.promptstream.simulation.check.Committed;
import io.promptstream.simulation.check.Violation;
import io.promptstream.simulation.node.Bodies;
import io.promptstream.simulation.schedule.Schedule;
import io.promptstream.simulation.schedule.Scheduler;
import io.promptstream.simulation.schedule.Shrinker;
import io.promptstream.simulation.schedule.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs schedules, each in a world of its own, and says which promises were broken. Belongs to one thread. */
public final class Simulation {
    private static final String NO_REST = "everything comes to rest";
    private static final String BREAKDOWN = "no loop breaks down";
    /** Enough for a schedule of some hundred steps to become as short as it can. */
    private static final int MOST_TRIED = 2_000;

    private static final int VOCABULARY = 24;
    private static final int WIDTH = 4;
    private static final int MODEL_SEED = 7;

    private final Bodies bodies;
    private final Policies policies = policies();

    /** @param bodies of the loops */
    public Simulation(Bodies bodies) {
        this.bodies = bodies;
    }

    /** Over a model small enough to run thousands of times a second. */
    static Policies policies() {
        return new Policies(new RecurrentLanguageModel(VOCABULARY, WIDTH, MODEL_SEED));
    }

    /** Runs the schedule, lets everything come to rest, and checks. */
    public Result run(Schedule schedule) {
        World world = new World(schedule.seed(), bodies, policies);
        try {
            for (Step step : schedule.steps()) {
                world.make(step);
            }
            return new Result(violations(world), world.coverage());
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return new Result(List.of(new Violation(BREAKDOWN, trace.toString())), world.coverage());
        }
    }

    private List<Violation> violations(World world) {
        if (!world.drain()) {
            return List.of(new Violation(NO_REST, "something goes on and on"));
        }
        List<Violation> found =
                new ArrayList<>(Checks.violations(new Committed(world.broker(), World.REPEATED), policies));
        found.addAll(world.misserved());
        world.passRetention();
        if (world.drain()) {
            found.addAll(world.remains());
        } else {
            found.add(new Violation(NO_REST, "something goes on and on after a long time"));
        }
        return found;
    }

    /** The first failure among so many schedules, shortened. */
    public Optional<Failure> firstFailure(long firstSeed, int schedules) {
        for (long seed = firstSeed; seed < firstSeed + schedules; seed++) {
            Schedule schedule = Scheduler.schedule(seed);
            Result result = run(schedule);
            if (!result.violations().isEmpty()) {
                return Optional.of(shrunk(schedule, result.violations().getFirst()));
            }
        }
        return Optional.empty();
    }

    /** As short a schedule as breaks the same promise. */
    public Failure shrunk(Schedule schedule, Violation violation) {
        Schedule shrunk = new Shrinker(tried -> run(tried).breaks(violation.promise()), MOST_TRIED).shrink(schedule);
        Violation last = run(shrunk).violations().stream()
                .filter(found -> found.promise().equals(violation.promise()))
                .findFirst()
                .orElse(violation);
        return new Failure(schedule.steps().size(), shrunk, last);
    }

    /**
     * A schedule that breaks a promise.
     *
     * @param steps that it had before it was shortened
     */
    public record Failure(int steps, Schedule schedule, Violation violation) {
        @Override
        public String toString() {
            return "Seed %d breaks a promise. %s%nIts %d steps, shortened to %d, after which all is left to come to rest:%n%s"
                    .formatted(
                            schedule.seed(), violation, steps, schedule.steps().size(), schedule.text());
        }
    }
}
