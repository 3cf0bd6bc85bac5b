package io.promptstream.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    @Test
    void leavesNothingButTheStepsThatMatter() {
        // Given a failure that needs two steps, one behind the other
        Schedule failing = Scheduler.schedule(1)
                .with(Stream.concat(
                                Scheduler.schedule(1).steps().stream(),
                                Stream.of(new Step.Delete(0, 1, Commit.NOW), new Step.Pass(7)))
                        .toList());

        // When
        Schedule shrunk = new Shrinker(ShrinkerTest::fails, 10_000).shrink(failing);

        // Then
        assertThat(shrunk.seed()).isEqualTo(1);
        assertThat(shrunk.steps()).hasSize(2);
        assertThat(fails(shrunk)).isTrue();
    }

    @Test
    void makesWhatIsLeftSimpler() {
        // Given
        Node node = new Node(Role.LEARNER, 1);
        Schedule failing = new Schedule(2, List.of(new Step.Turn(node, 3, 77, false, Commit.CRASH_IN)));

        // When
        Schedule shrunk = new Shrinker(
                        tried -> tried.steps().stream()
                                .anyMatch(step -> step instanceof Step.Turn turn && turn.commit() == Commit.CRASH_IN),
                        100)
                .shrink(failing);

        // Then
        assertThat(shrunk.steps()).containsExactly(new Step.Turn(node, 100, 0, true, Commit.CRASH_IN));
    }

    private static boolean fails(Schedule schedule) {
        boolean put = false;
        for (Step step : schedule.steps()) {
            put |= step instanceof Step.Put;
            if (put && step.equals(new Step.Delete(0, 1, Commit.NOW))) {
                return true;
            }
        }
        return false;
    }
}
