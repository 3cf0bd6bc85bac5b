package io.promptstream.benchmark.rivals;

import java.util.List;

/**
 * One method on one task with one seed.
 *
 * @param task as the suite names it
 * @param budget calls that it might make
 * @param calls calls that it made
 * @param meanReward of all of these
 * @param seconds that the search took
 * @param points whenever it would serve another prompt, in order; at least one
 */
record Run(
        String task,
        String method,
        long seed,
        long budget,
        long calls,
        double meanReward,
        double seconds,
        List<Point> points) {
    Run {
        points = List.copyOf(points);
    }

    /** Whether this is what has to be run. */
    boolean is(String ofTask, String byMethod, long withSeed, long ofCalls) {
        return task.equals(ofTask) && method.equals(byMethod) && seed == withSeed && budget == ofCalls;
    }

    /** How good the prompt was that would have been served after so many calls. */
    double scoreAfter(long made) {
        return points.reversed().stream()
                .filter(point -> point.calls() <= made)
                .findFirst()
                .orElse(points.getFirst())
                .score();
    }

    double score() {
        return last().score();
    }

    /** What is served in the end. */
    Point last() {
        return points.getLast();
    }
}
