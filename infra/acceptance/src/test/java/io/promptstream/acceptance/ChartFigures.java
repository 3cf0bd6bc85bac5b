package io.promptstream.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.LearnedRound;
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
import org.apache.commons.csv.CSVRecord;

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
    private record Place(double mean, double deviation) {}

    ChartFigures(Browser browser, RunningSystem system, Topics topics) {
        this.browser = browser;
        this.topics = topics;
        this.catalogue = system.kafka().topics();
        this.task = system.task().getTaskId();
    }

    void awaitRewardsByTime() {
        browser.open("#/task/" + task + "?range=" + RANGE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var earned = topics.events(catalogue.rewards(), Reward.class).stream()
                    .filter(reward -> reward.getValue().isPresent())
                    .collect(groupingBy(
                            reward -> pointOf(reward.getRewardedAt()),
                            mapping(reward -> reward.getValue().orElseThrow(), toList())));
            compare(
                    "All rewards",
                    row -> pointOf(Instant.parse(row.get("time"))),
                    earned.entrySet().stream().collect(toMap(Map.Entry::getKey, point -> placeOf(point.getValue()))));
        });
    }

    void awaitRewardsByVersion() {
        browser.open("#/task/" + task + "?by=version&range=" + RANGE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            var rounds = topics.events(catalogue.roundResults(), RoundResult.class).stream()
                    .collect(toMap(RoundResult::getRoundId, ChartFigures::rewardsOf));
            var learned = topics.events(catalogue.policyHistory(), PolicyEvent.class).stream()
                    .flatMap(step -> step.getLearned().stream())
                    .filter(round -> round.getVersion().isPresent())
                    .collect(toMap(
                            round -> round.getVersion().orElseThrow(),
                            round -> placeOf(rounds.get(round.getRoundId()), round)));
            compare("Learned rounds", row -> Long.parseLong(row.get("version")), learned);
        });
    }

    private void compare(String line, Function<CSVRecord, Long> keyOf, Map<Long, Place> expected) {
        var shown = browser.export("Reward", task + "-reward").stream()
                .filter(row -> !row.get(line).isEmpty())
                .collect(toMap(keyOf, row -> row));
        assertThat(shown).containsOnlyKeys(expected.keySet());
        shown.forEach((key, row) -> {
            var place = expected.get(key);
            assertCloseTo(row.get(line), place.mean(), line + " at " + key);
            assertCloseTo(row.get(line + ", deviation low"), place.mean() - place.deviation(), "lower edge at " + key);
            assertCloseTo(row.get(line + ", deviation high"), place.mean() + place.deviation(), "upper edge at " + key);
        });
    }

    private static void assertCloseTo(String shown, double expected, String what) {
        assertThat(Double.parseDouble(shown)).as(what).isCloseTo(expected, within(ROUNDING));
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

    /** The mean is the learner's own. */
    private static Place placeOf(List<Double> rewards, LearnedRound learned) {
        return new Place(learned.getMeanReward(), placeOf(rewards).deviation());
    }

    private static Place placeOf(List<Double> rewards) {
        double mean = rewards.stream().mapToDouble(reward -> reward).average().orElseThrow();
        double variance = rewards.stream()
                .mapToDouble(reward -> Math.pow(reward - mean, 2))
                .average()
                .orElseThrow();
        return new Place(mean, Math.sqrt(variance));
    }
}
