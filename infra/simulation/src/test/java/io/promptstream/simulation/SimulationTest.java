package io.promptstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.simulation.node.Bodies;
import io.promptstream.simulation.node.Coverage;
import io.promptstream.simulation.node.Topics;
import io.promptstream.simulation.schedule.Commit;
import io.promptstream.simulation.schedule.Schedule;
import io.promptstream.simulation.schedule.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    /** Two cores run them within half a minute; more of them by the command. */
    private static final int SCHEDULES = 1_600;

    private static final int PARTS = 8;

    @Test
    void promisesHoldWhateverHappens() {
        // Given, When
        List<Optional<Simulation.Failure>> failures = IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> new Simulation(Bodies::standard)
                        .firstFailure((long) part * (SCHEDULES / PARTS), SCHEDULES / PARTS))
                .toList();

        // Then
        assertThat(failures).allSatisfy(failure -> assertThat(failure).isEmpty());
    }

    @Test
    void everyFaultIsTried() {
        // Given
        Simulation simulation = new Simulation(Bodies::standard);
        Coverage coverage = new Coverage();

        // When
        for (long seed = 0; seed < 60; seed++) {
            coverage.add(simulation.run(Scheduler.schedule(seed)).coverage());
        }

        // Then
        assertThat(coverage.counts())
                .containsKeys(Stream.of(Commit.values())
                        .filter(Commit::isFault)
                        .map(fault -> "commit " + fault)
                        .toArray(String[]::new))
                .containsKeys("loop fenced", "loop started over", "partitions revoked")
                .containsKeys(
                        "step Crash", "step Stall", "step Stop", "step SetClock", "step Repeat", "step GiveFeedback")
                .containsKeys("step Put", "step Delete", "step Promote", "step Order", "step Finish", "step Mark")
                .containsKeys("step Rescore", "step Evaluate")
                .containsKeys("policy caught up", "policy followed", "policy served before its snapshot");
    }

    @Test
    void equalSeedsLeaveEqualLogs() {
        // Given
        Schedule schedule = Scheduler.schedule(11);

        // When
        List<String> once = log(schedule);
        List<String> again = log(schedule);

        // Then
        assertThat(once).hasSizeGreaterThan(100).isEqualTo(again);
    }

    private static List<String> log(Schedule schedule) {
        World world = new World(schedule.seed(), Bodies::standard, Simulation.policies());
        schedule.steps().forEach(world::make);
        assertThat(world.drain()).isTrue();
        return Stream.of(
                        Topics.TASKS,
                        Topics.PROPOSALS,
                        Topics.OUTPUTS,
                        Topics.REWARDS,
                        Topics.NOTES,
                        Topics.ROUND_RESULTS,
                        Topics.SNAPSHOTS,
                        Topics.HISTORY,
                        Topics.REPLAY_STATES)
                .flatMap(topic -> world.broker().committed(topic).stream())
                .map(String::valueOf)
                .toList();
    }
}
