package io.promptstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shows that the simulation has teeth: each mistake is found, and its schedule becomes one that a person can read. */
class PlantedBugsTest {
    /** Well below a minute. */
    private static final int MOST_SCHEDULES = 400;

    private static final int READABLE = 50;

    @ParameterizedTest
    @EnumSource
    void isFoundAndShortened(PlantedBugs bug) {
        // Given
        Simulation simulation = new Simulation(bug);

        // When
        Simulation.Failure failure = simulation.firstFailure(0, MOST_SCHEDULES).orElseThrow();

        // Then
        assertThat(failure.schedule().steps()).hasSizeLessThan(READABLE);
        assertThat(simulation.run(failure.schedule()).breaks(failure.violation().promise()))
                .as("the shortened schedule fails again")
                .isTrue();
    }
}
