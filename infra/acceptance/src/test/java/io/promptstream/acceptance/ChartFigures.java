package io.promptstream.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.assertj.core.util.DoubleComparator;

/** Compares what the chart of a task's rewards exports with what stands in the topics. */
final class ChartFigures {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double ROUNDING = 1e-6;
    /** The longest range that is made of single events, and the seconds of one of its points. */
    private static final String RANGE = "30m";

    private static final long POINT_SECONDS = 10;

    private final Browser browser;
    private final Topics topics;
    private final TopicCatalogue catalogue;
    private final String task;

    /** A place of a line and its band. */
    private record Place(double mean, double low, double high) {}

    ChartFigures(Browser browser, RunningSystem system, Topics topics) {
        this.browser = browser;
        this.topics = topics;
        this.catalogue = system.kafka().topics();
        this.task = system.task().getTaskId();
    }

    void awaitRewardsByTime() {
        browser.open("#/task/" + task + "?raw=1&range=" + RANGE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var earned = topics.events(catalogue.rewards(), Reward.class).stream()
                    .filter(reward -> reward.getValue().isPresent())
                    .collect(groupingBy(
                            reward -> pointOf(reward.getRewardedAt()),
                            mapping(reward -> reward.getValue().orElseThrow(), toList())));
            var shown = rows("All rewards, raw")
                    .collect(toMap(
                            row -> pointOf(Instant.parse(row.get("time"))), row -> number(row, "All rewards, raw")));
            assertThat(shown)
                    .usingRecursiveComparison()
                    .withComparatorForType(new DoubleComparator(ROUNDING), Double.class)
                    .isEqualTo(earned.entrySet().stream()
                            .collect(toMap(Map.Entry::getKey, point -> mean(point.getValue().stream()))));
            assertThat(rows("All rewards"))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(number(row, "All rewards"))
                            .isBetween(number(row, "All rewards, 95 % low"), number(row, "All rewards, 95 % high")));
        });
    }

    void awaitRewardsByVersion() {
        browser.open("#/task/" + task + "?by=version&range=" + RANGE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var learned = topics.events(catalogue.policyHistory(), PolicyEvent.class).stream()
                    .flatMap(step -> step.getLearned().stream())
                    .filter(round -> round.getVersion().isPresent())
                    .toList();
            // Behind what was learned of them, so that all of those are there.
            var rounds = topics.events(catalogue.roundResults(), RoundResult.class).stream()
                    .collect(toMap(RoundResult::getRoundId, ChartFigures::rewardsOf));
            compare(
                    "Learned rounds",
                    row -> Long.parseLong(row.get("version")),
                    learned.stream()
                            .collect(toMap(
                                    round -> round.getVersion().orElseThrow(),
                                    round -> placeOf(rounds.getOrDefault(round.getRoundId(), List.of())))));
        });
    }

    private void compare(String line, Function<CSVRecord, Long> keyOf, Map<Long, Place> expected) {
        var shown = rows(line)
                .collect(toMap(
                        keyOf,
                        row -> new Place(
                                number(row, line),
                                number(row, line + ", deviation low"),
                                number(row, line + ", deviation high"))));
        assertThat(shown)
                .usingRecursiveComparison()
                .withComparatorForType(new DoubleComparator(ROUNDING), Double.class)
                .isEqualTo(expected);
    }

    private Stream<CSVRecord> rows(String line) {
        return browser.export("Reward", task + "-reward").stream()
                .filter(row -> !row.get(line).isEmpty());
    }

    private static double number(CSVRecord row, String column) {
        return Double.parseDouble(row.get(column));
    }

    private static long pointOf(Instant time) {
        return time.getEpochSecond() / POINT_SECONDS * POINT_SECONDS;
    }

    private static List<Double> rewardsOf(RoundResult round) {
        return round.getPrompts().stream()
                .map(PromptResult::getRewards)
                .flatMap(List::stream)
                .map(QueryReward::getValue)
                .toList();
    }

    private static Place placeOf(List<Double> rewards) {
        double mean = mean(rewards.stream());
        double deviation = Math.sqrt(mean(rewards.stream().map(reward -> Math.pow(reward - mean, 2))));
        return new Place(mean, mean - deviation, mean + deviation);
    }

    private static double mean(Stream<Double> values) {
        return values.mapToDouble(value -> value).average().orElseThrow();
    }
}
