package io.promptstream.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.local.display.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    private static final Instant BEGAN = Instant.parse("2026-01-31T12:00:03Z");

    @Test
    void countsOnlyWhatWasServedAndAllCalls() {
        // When
        var curve = curve(window("12:00:10", 1600, 100, 0.25, -10, 20), window("12:00:20", 1600, 100, 0.75, 30, 40));

        // Then
        assertThat(curve.points()).hasSize(2).first().satisfies(point -> {
            assertThat(point.seconds()).isEqualTo(7);
            assertThat(point.calls()).isEqualTo(1600);
            assertThat(point.answers()).isEqualTo(100);
            assertThat(point.accuracy()).isEqualTo(0.25);
            assertThat(point.reward()).isEqualTo(-10);
            assertThat(point.rewardError()).isCloseTo(20 / Math.sqrt(99), within(1e-9));
        });
        assertThat(curve.points().getLast().calls()).isEqualTo(3200);
        assertThat(curve.whole()).satisfies(whole -> {
            assertThat(whole.accuracy()).isCloseTo(0.5, within(1e-12));
            assertThat(whole.reward()).isCloseTo(10, within(1e-12));
            // Half of the rewards at -10 with 20, half at 30 with 40: a deviation of sqrt(1000 + 400).
            assertThat(whole.rewardError()).isCloseTo(Math.sqrt(1400 / 199.0), within(1e-9));
        });
    }

    @Test
    void aTimeWithFewAnswersIsNoPointOfItsOwn() {
        // When the first and the last window are cut off
        var curve = curve(
                window("12:00:10", 16, 1, 1.0, 100, 0),
                window("12:00:20", 1600, 99, 0.0, 0, 0),
                window("12:00:30", 1600, 100, 0.5, 50, 0),
                window("12:00:40", 16, 4, 0.0, 50, 0));

        // Then
        assertThat(curve.points()).extracting(LearningCurve.Point::answers).containsExactly(100L, 104L);
        assertThat(curve.points().getFirst().accuracy()).isCloseTo(0.01, within(1e-12));
        assertThat(curve.points().getLast().calls()).isEqualTo(3232);
    }

    @Test
    void isDrawnFromTheBeginningToTheEnd() {
        // Given
        var curve = curve(
                window("12:00:10", 1600, 100, 0.0, -10, 20),
                window("12:00:20", 1600, 100, 0.5, 30, 40),
                window("12:00:30", 1600, 100, 1.0, 90, 10));

        // When
        var lines = CurveText.lines(curve);

        // Then
        assertThat(lines.subList(1, 7))
                .containsExactly(
                        "100 ┤        ████",
                        "    ┤        ████",
                        "    ┤        ████",
                        " 50 ┤    ████████",
                        "    ┤    ████████",
                        "    ┤    ████████");
        assertThat(lines.get(7)).startsWith("at first       0.0 % right (95 %: 0.0–3.7), reward -10.0 ± 2.0");
        assertThat(lines.get(8)).startsWith("in the end     100.0 % right").contains("until 0:27, 4,800 calls");
        assertThat(lines.get(9)).startsWith("all the while  50.0 % right").contains("of 300 answers");
    }

    @Test
    void withoutRightAndWrongTheRewardIsDrawn() {
        var curve = curve(window("12:00:10", 1600, 100, null, -10, 20), window("12:00:20", 1600, 100, null, 30, 40));

        assertThat(CurveText.lines(curve).getFirst()).startsWith("mean reward");
        assertThat(CurveText.lines(curve).get(1)).isEqualTo(" 30.0 ┤    ████");
        assertThat(CurveText.lines(new LearningCurve(List.of())))
                .singleElement()
                .asString()
                .contains("Too few answers");
    }

    @Test
    void windowsGrowWithTheTime() {
        assertThat(LearningCurve.step(Duration.ofMinutes(3))).isEqualTo(Duration.ofSeconds(10));
        assertThat(LearningCurve.step(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(1));
    }

    private static LearningCurve curve(String... windows) {
        return LearningCurve.of(
                Json.read(Stream.of(windows).collect(Collectors.joining(",", "[", "]")), "the statistics"), BEGAN);
    }

    private static String window(
            String to, long all, long served, @Nullable Double accuracy, double reward, double deviation) {
        return """
                {"from": "2026-01-31T12:00:00Z", "to": "2026-01-31T%sZ", "all": {"count": %d, "failed": 0},
                 "roles": {"SERVE": {"count": %d, "failed": 0, "accuracy": %s, "meanReward": %s, "standardDeviation": %s}}}
                """.formatted(to, all, served, accuracy, reward, deviation);
    }
}
