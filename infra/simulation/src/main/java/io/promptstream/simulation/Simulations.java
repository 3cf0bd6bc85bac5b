package io.promptstream.simulation;

import io.promptstream.simulation.check.Violation;
import io.promptstream.simulation.node.Bodies;
import io.promptstream.simulation.node.Coverage;
import io.promptstream.simulation.schedule.Schedule;
import io.promptstream.simulation.schedule.Scheduler;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs as many schedules as one likes, and prints the failing ones, shortened. */
@Command(
        name = "simulation",
        description = "Runs the whole loop in memory under drawn schedules of steps and faults.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class Simulations implements Callable<Integer> {
    @Option(names = "--schedules", description = "how many schedules to run")
    private int schedules = 10_000;

    @Option(names = "--seed", description = "seed of the first one; each next one's is one more")
    private long seed;

    @Option(names = "--failures", description = "how many failures to shorten and print before it ends")
    private int mostFailures = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Simulations());
        line.setOut(new PrintWriter(System.out, /* autoFlush= */ true, StandardCharsets.UTF_8));
        Runtime.getRuntime().exit(line.execute(args));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Simulation simulation = new Simulation(Bodies::standard);
        Coverage coverage = new Coverage();
        Map<String, Long> failures = new LinkedHashMap<>();
        long began = System.nanoTime();
        long run = 0;
        while (run < schedules && failures.size() < mostFailures) {
            Schedule schedule = Scheduler.schedule(seed + run);
            Result result = simulation.run(schedule);
            run++;
            coverage.add(result.coverage());
            for (Violation violation : result.violations()) {
                if (failures.putIfAbsent(violation.promise(), schedule.seed()) == null) {
                    out.println(simulation.shrunk(schedule, violation));
                }
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        out.printf(
                "%d schedules from seed %d in %d s, %d a minute; promises broken, by the first seed: %s%n",
                run, seed, took.toSeconds(), run * 60_000 / Math.max(1, took.toMillis()), failures);
        coverage.counts().forEach((what, count) -> out.printf("%12d  %s%n", count, what));
        return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
