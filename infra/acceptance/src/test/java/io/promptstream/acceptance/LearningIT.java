package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.RoundResult;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.system.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("how much it learns in its time is what it tests, and neighbours would take from that")
class LearningIT {

    private static final Duration STREAMING = Duration.ofMinutes(1);
    /** On a machine that is busy with other things. */
    private static final Duration MOST_STREAMING = Duration.ofMinutes(5);

    /** What concerns the last minute is still there. */
    private static final Duration MONITORED = Duration.ofSeconds(40);

    /** Of all prompts of a round, those that only explore included; the rewards are between -180 and 200. */
    private static final double LEARNED = 50;

    private static final int ROUNDS = 60;
    private static final Duration PACE = Duration.ofMillis(25);
    private static final int QUERIES_BETWEEN_LOOKS = 40;

    @TempDir
    Path directory;

    @Test
    void learnsFromQueriesThatStreamInAndRewardsEveryProposalOnce() {
        List<RunningProcess> processes;
        try (var system = RunningSystem.start(directory.resolve("run"));
                var topics = new Topics(system.kafka());
                var ledger = new Ledger(system.kafka(), system.task().getTaskId());
                var monitoring = new Monitoring(system, directory.resolve("run/prometheus"))) {
            processes = system.description().processes();

            // When
            int sent = stream(system);

            // Then every panel of the dashboards has data, and no alert fires
            await().atMost(MONITORED)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(monitoring.findings()).isEmpty());

            // And every query has been served, every proposal has exactly one output and one reward, and every round
            // was
            // learned or skipped once
            var queryIds = IntStream.range(0, sent)
                    .mapToObj(number -> system.query(number).getQueryId())
                    .toList();
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        ledger.readOn();
                        assertThat(ledger.books().findings(queryIds).examples()).isEmpty();
                    });
            assertThat(ledger.deadLetters()).isZero();

            // And rounds have been learned, and later prompts earn more than earlier ones
            var rounds = topics.events(system.kafka().topics().roundResults(), RoundResult.class);
            var rewards = rounds.stream()
                    .sorted(Comparator.comparing(RoundResult::getClosedAt))
                    .map(LearningIT::meanReward)
                    .toList();
            assertThat(rewards).hasSizeGreaterThanOrEqualTo(ROUNDS);
            int third = rewards.size() / 3;
            assertThat(mean(rewards.subList(rewards.size() - third, rewards.size())))
                    .isGreaterThan(LEARNED)
                    .isGreaterThan(mean(ofInitialPolicy(rounds)) + 20);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                var snapshot = new NewestEvents(system.kafka())
                        .snapshot(system.task().getTaskId())
                        .orElseThrow();
                assertThat(snapshot.getRoundsLearned() + snapshot.getRoundsLeftOut())
                        .isEqualTo(rounds.size());
                assertThat(snapshot.getVersion()).isEqualTo(snapshot.getRoundsLearned());
                assertThat(snapshot.getRoundsLeftOut()).isLessThan(rounds.size() / 10 + 1);
            });
        }
        assertThat(processes).noneMatch(RunningProcess::runs);
    }

    /** Streams for a minute, or for longer if the rounds that are to be compared take longer; returns the queries sent. */
    private static int stream(RunningSystem system) {
        try (var publisher = new QueryPublisher(system.kafka())) {
            long began = System.nanoTime();
            int sent = 0;
            while (!isEnough(Duration.ofNanos(System.nanoTime() - began), system)) {
                for (int burst = 0; burst < QUERIES_BETWEEN_LOOKS; burst++) {
                    publisher.publish(system.query(sent++));
                    LockSupport.parkNanos(PACE.toNanos());
                }
            }
            publisher.flush();
            return sent;
        }
    }

    private static boolean isEnough(Duration passed, RunningSystem system) {
        if (passed.compareTo(STREAMING) < 0) {
            return false;
        }
        var policy = system.policies().policy(system.task().getTaskId());
        return policy.path("roundsLearned").asInt() >= ROUNDS || passed.compareTo(MOST_STREAMING) > 0;
    }

    private static List<Double> ofInitialPolicy(List<RoundResult> rounds) {
        return rounds.stream()
                .filter(round -> round.getPolicyVersion() == 0)
                .map(LearningIT::meanReward)
                .toList();
    }

    private static double meanReward(RoundResult round) {
        return round.getPrompts().stream()
                .flatMap(prompt -> prompt.getRewards().stream())
                .mapToDouble(reward -> reward.getValue())
                .average()
                .orElse(0);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
