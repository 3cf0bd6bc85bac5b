package io.promptstream.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.evaluation.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good the answers were that were served while the policy learned, as the reward service has counted them from their events.
 *
 * @param points in the order of time, each with enough answers to tell something
 */
record LearningCurve(List<Point> points) {
    /** With fewer a point tells nothing, so that it is counted with the one before. */
    private static final long FEWEST = 30;

    private static final int MOST_POINTS = 60;
    /** The usual length of a window of the statistics. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    LearningCurve {
        points = List.copyOf(points);
    }

    /**
     * Answers that were served in some time.
     *
     * @param seconds from the first query to the end of this time
     * @param calls of the task model until then, explorations included
     * @param answers that were served and rewarded in this time
     * @param accuracy null where right and wrong have no meaning
     * @param accuracyInterval 95 %
     * @param reward mean raw reward
     * @param rewardError its standard error
     */
    record Point(
            double seconds,
            long calls,
            long answers,
            @Nullable Double accuracy,
            @Nullable Interval accuracyInterval,
            double reward,
            double rewardError) {}

    /** How long windows have to be for a curve over so much time. */
    static Duration step(Duration time) {
        return WINDOW.multipliedBy(Math.max(1, Math.ceilDiv(time.toMillis(), WINDOW.toMillis() * MOST_POINTS)));
    }

    /**
     * From the windows of a task's statistics.
     *
     * @param began when the first query was sent
     */
    static LearningCurve of(JsonNode windows, Instant began) {
        var parts = new ArrayList<Part>();
        long calls = 0;
        for (var window : windows) {
            calls += window.at("/all/count").asLong() + window.at("/all/failed").asLong();
            double seconds =
                    Duration.between(began, Instant.parse(window.path("to").asText()))
                                    .toMillis()
                            / 1e3;
            var part = Part.of(Math.max(0, seconds), calls, window.at("/roles/SERVE"));
            boolean joined = !parts.isEmpty()
                    && (part.answers() < FEWEST || parts.getLast().answers() < FEWEST);
            if (joined) {
                parts.set(parts.size() - 1, parts.getLast().and(part));
            } else {
                parts.add(part);
            }
        }
        return new LearningCurve(parts.stream()
                .filter(part -> part.answers() > 0)
                .map(Part::point)
                .toList());
    }

    /** All points as one: what was earned while learning. */
    @Nullable Point whole() {
        return points.stream().map(Part::of).reduce(Part::and).map(Part::point).orElse(null);
    }

    /** Sums that can be added. */
    private record Part(
            double seconds,
            long calls,
            long answers,
            @Nullable Double right,
            double rewards,
            double squares) {

        static Part of(double seconds, long calls, JsonNode figures) {
            long answers = figures.path("count").asLong();
            double mean = figures.path("meanReward").asDouble();
            double deviation = figures.path("standardDeviation").asDouble();
            return new Part(
                    seconds,
                    calls,
                    answers,
                    figures.path("accuracy").isNumber()
                            ? figures.path("accuracy").asDouble() * answers
                            : null,
                    mean * answers,
                    (deviation * deviation + mean * mean) * answers);
        }

        static Part of(Point point) {
            double squares = point.rewardError() * point.rewardError() * point.answers() * (point.answers() - 1)
                    + point.reward() * point.reward() * point.answers();
            return new Part(
                    point.seconds(),
                    point.calls(),
                    point.answers(),
                    point.accuracy() == null ? null : point.accuracy() * point.answers(),
                    point.reward() * point.answers(),
                    squares);
        }

        Part and(Part later) {
            return new Part(
                    later.seconds,
                    later.calls,
                    answers + later.answers,
                    right == null ? later.right : later.right == null ? right : Double.valueOf(right + later.right),
                    rewards + later.rewards,
                    squares + later.squares);
        }

        Point point() {
            double mean = rewards / answers;
            double variance = answers < 2 ? 0 : Math.max(0, squares - answers * mean * mean) / (answers - 1);
            var accuracy = right == null ? null : right / answers;
            return new Point(
                    seconds,
                    calls,
                    answers,
                    accuracy,
                    accuracy == null ? null : Interval.ofShare(accuracy, answers),
                    mean,
                    Math.sqrt(variance / answers));
        }
    }
}
