package io.promptstream.local.demo;

import io.promptstream.local.demo.LearningCurve.Point;
import io.promptstream.local.display.ColumnChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A learning curve for people: a chart of accuracy, or of reward where there is none, and its beginning and end in numbers. */
final class CurveText {
    private static final int WIDTH = 60;
    private static final double PERCENT = 100;

    private CurveText() {}

    static List<String> lines(LearningCurve curve) {
        if (curve.points().size() < 2) {
            return List.of("Too few answers were served to draw how it learned: give it more time with --minutes");
        }
        var first = curve.points().getFirst();
        var last = curve.points().getLast();
        boolean judged = curve.points().stream().allMatch(point -> point.accuracy() != null);
        var lines = new ArrayList<String>();
        lines.add(
                (judged ? "accuracy in percent" : "mean reward") + " of the answers that were served while it learned");
        if (judged) {
            var shares = curve.points().stream()
                    .map(Point::accuracy)
                    .map(Objects::requireNonNull)
                    .toList();
            lines.addAll(ColumnChart.lines(shares, 0, 1, List.of("100", "", "", "50", "", ""), WIDTH));
        } else {
            var rewards = curve.points().stream().map(Point::reward).toList();
            double low = rewards.stream().min(Double::compare).orElseThrow();
            double high = rewards.stream().max(Double::compare).orElseThrow();
            var axis = List.of(number(high), "", "", "", "", number(low));
            lines.addAll(ColumnChart.lines(rewards, low, Math.max(high, Math.nextUp(low)), axis, WIDTH));
        }
        lines.add(text("at first", first));
        lines.add(text("in the end", last));
        lines.add(text("all the while", Objects.requireNonNull(curve.whole())));
        return lines;
    }

    private static String text(String when, Point point) {
        var interval = point.accuracyInterval();
        var accuracy = point.accuracy() == null || interval == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f %% right (95 %%: %.1f–%.1f), ",
                        point.accuracy() * PERCENT,
                        interval.low() * PERCENT,
                        interval.high() * PERCENT);
        return String.format(
                Locale.ROOT,
                "%-14s %sreward %.1f ± %.1f, of %,d answers until %d:%02d, %,d calls",
                when,
                accuracy,
                point.reward(),
                point.rewardError(),
                point.answers(),
                (long) point.seconds() / 60,
                (long) point.seconds() % 60,
                point.calls());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
