package io.promptstream.policy.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.promptstream.event.Role;
import io.promptstream.policy.app.metrics.PolicyMetrics.RoundTimes;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.LearningOutcome.Reason;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.service.HopTimers;
import io.promptstream.service.HopTimers.Hop;
import io.promptstream.service.HopTimers.HopTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of one task; all of them are there, at 0, from the first time that the task is met. */
final class PolicyTaskMeters {
    /** Of whole numbers; the first bound stands for none, because one of 0 is refused. */
    private static final double[] LAGS = {0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000};

    private static final Duration[] LEARNING_TIMES = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final Tags task;
    private final Counter queries;
    private final Counter served;
    private final Counter explored;
    private final Counter measured;
    private final Counter roundsProposed;
    private final Counter roundsLearned;
    private final Counter roundsRepeated;
    private final Map<Reason, Counter> roundsLeftOut = new EnumMap<>(Reason.class);
    private final Map<Unexplored, Counter> unexplored = new EnumMap<>(Unexplored.class);
    private final Counter drifts;
    private final Counter snapshotsUnwritten;
    private final Counter promotionsFollowed;
    private final Counter promotionsRefused;
    private final AtomicLong roundsInFlight = new AtomicLong();
    private final AtomicLong version = new AtomicLong();
    private final AtomicInteger stopped = new AtomicInteger();
    private final DistributionSummary lag;
    private final Timer learning;
    private final HopTimer queryToProposal;
    private final HopTimer roundToVersion;

    PolicyTaskMeters(MeterRegistry registry, HopTimers hops, String taskId) {
        this.registry = registry;
        this.task = Tags.of("task", taskId);
        this.queries = counter("queries", Tags.empty());
        this.served = counter("proposals", Tags.of("role", "serve"));
        this.explored = counter("proposals", Tags.of("role", "explore"));
        this.measured = counter("proposals", Tags.of("role", "evaluate"));
        this.roundsProposed = counter("rounds.proposed", Tags.empty());
        this.roundsLearned = counter("rounds.learned", Tags.empty());
        this.roundsRepeated = counter("rounds.repeated", Tags.empty());
        for (Reason reason : Reason.values()) {
            roundsLeftOut.put(
                    reason,
                    counter("rounds.left.out", Tags.of("reason", reason.name().toLowerCase(Locale.ROOT))));
        }
        for (Unexplored reason : Unexplored.values()) {
            unexplored.put(
                    reason,
                    counter(
                            "queries.unexplored",
                            Tags.of("reason", reason.name().toLowerCase(Locale.ROOT))));
        }
        this.drifts = counter("policy.drifts", Tags.empty());
        this.snapshotsUnwritten = counter("snapshots.unwritten", Tags.empty());
        this.promotionsFollowed = counter("promotions", Tags.of("outcome", "followed"));
        this.promotionsRefused = counter("promotions", Tags.of("outcome", "refused"));
        registry.gauge("promptstream.rounds.in.flight", task, roundsInFlight);
        registry.gauge("promptstream.policy.version", task, version);
        registry.gauge("promptstream.policy.stopped", task, stopped);
        this.lag = DistributionSummary.builder("promptstream.policy.lag")
                .tags(task)
                .baseUnit("versions")
                .serviceLevelObjectives(LAGS)
                .register(registry);
        this.learning = Timer.builder("promptstream.learning.duration")
                .tags(task)
                .serviceLevelObjectives(LEARNING_TIMES)
                .register(registry);
        this.queryToProposal = hops.timer(Hop.QUERY_TO_PROPOSAL, taskId, Role.SERVE);
        this.roundToVersion = hops.timer(Hop.ROUND_TO_VERSION, taskId, Role.EXPLORE);
    }

    void queryServed(Instant askedAt, Instant proposedAt) {
        queries.increment();
        served.increment();
        queryToProposal.record(askedAt, proposedAt);
    }

    void promptsMeasured(int proposals) {
        measured.increment(proposals);
    }

    void queryUnexplored(Unexplored reason) {
        Objects.requireNonNull(unexplored.get(reason)).increment();
    }

    void snapshotUnwritten() {
        snapshotsUnwritten.increment();
    }

    void roundProposed(int proposals) {
        roundsProposed.increment();
        explored.increment(proposals);
    }

    void roundsInFlight(int rounds) {
        roundsInFlight.set(rounds);
    }

    void exploration(boolean isStopped) {
        stopped.set(isStopped ? 1 : 0);
    }

    void roundRead(LearningOutcome outcome, RoundTimes times) {
        switch (outcome) {
            case LearningOutcome.Learned learned -> {
                roundsLearned.increment();
                lag.record((double) learned.lag());
                version.set(learned.version());
                drifts.increment(learned.drift() ? 1 : 0);
                learning.record(times.computing());
                roundToVersion.record(times.closedAt(), times.committedAt());
            }
            case LearningOutcome.LeftOut leftOut ->
                Objects.requireNonNull(roundsLeftOut.get(leftOut.reason())).increment();
            case LearningOutcome.Duplicate duplicate -> roundsRepeated.increment();
        }
    }

    void promotionFollowed() {
        promotionsFollowed.increment();
    }

    void promotionRefused() {
        promotionsRefused.increment();
    }

    private Counter counter(String name, Tags tags) {
        return registry.counter("promptstream." + name, tags.and(task));
    }
}
