package io.promptstream.simulation.schedule;

import java.util.List;

/**
 * A run as data.
 *
 * @param seed names the run; ids of rounds are made of it
 */
public record Schedule(long seed, List<Step> steps) {
    public Schedule {
        steps = List.copyOf(steps);
    }

    public Schedule with(List<Step> others) {
        return new Schedule(seed, others);
    }

    /** One line for each step. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("%4d  %s%n".formatted(i, steps.get(i)));
        }
        return text.toString();
    }
}
