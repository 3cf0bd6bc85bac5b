package io.promptstream.policy.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.promptstream.policy.learning.LearningOutcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Publishes {@link PolicyMetrics} through Micrometer; names begin with {@code promptstream.policy.}. */
@Singleton
public final class MicrometerPolicyMetrics implements PolicyMetrics {
    private static final String TASK = "task";

    private final MeterRegistry registry;
    private final ConcurrentMap<String, AtomicLong> gauges = new ConcurrentHashMap<>();

    public MicrometerPolicyMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void queryRead(String taskId) {
        counter("promptstream.policy.queries", TASK, taskId).increment();
    }

    @Override
    public void proposed(String taskId, ProposalRole role, int proposals) {
        counter(
                        "promptstream.policy.proposals",
                        TASK,
                        taskId,
                        "role",
                        role.name().toLowerCase(Locale.ROOT))
                .increment(proposals);
    }

    @Override
    public void roundProposed(String taskId) {
        counter("promptstream.policy.rounds.proposed", TASK, taskId).increment();
    }

    @Override
    public void roundsInFlight(String taskId, int rounds) {
        gauge("promptstream.policy.rounds.in.flight", taskId).set(rounds);
    }

    @Override
    public void roundRead(String taskId, LearningOutcome outcome, Duration time) {
        switch (outcome) {
            case LearningOutcome.Learned learned -> {
                counter("promptstream.policy.rounds.learned", TASK, taskId).increment();
                DistributionSummary.builder("promptstream.policy.lag")
                        .tag(TASK, taskId)
                        .baseUnit("versions")
                        .register(registry)
                        .record((double) learned.lag());
                gauge("promptstream.policy.version", taskId).set(learned.version());
                Timer.builder("promptstream.policy.learning")
                        .tag(TASK, taskId)
                        .register(registry)
                        .record(time);
            }
            case LearningOutcome.LeftOut leftOut ->
                counter(
                                "promptstream.policy.rounds.left.out",
                                TASK,
                                taskId,
                                "reason",
                                leftOut.reason().name().toLowerCase(Locale.ROOT))
                        .increment();
            case LearningOutcome.Duplicate duplicate ->
                counter("promptstream.policy.rounds.duplicate", TASK, taskId).increment();
        }
    }

    @Override
    public void promotionFollowed(String taskId) {
        counter("promptstream.policy.promotions.followed", TASK, taskId).increment();
    }

    @Override
    public void promotionRefused(String taskId) {
        counter("promptstream.policy.promotions.refused", TASK, taskId).increment();
    }

    @Override
    public void deadLetter(String topic) {
        counter("promptstream.policy.dead.letters", "topic", topic).increment();
    }

    private Counter counter(String name, String... tags) {
        return registry.counter(name, tags);
    }

    private AtomicLong gauge(String name, String taskId) {
        return gauges.computeIfAbsent(name + "/" + taskId, key -> {
            AtomicLong value = new AtomicLong();
            registry.gauge(name, io.micrometer.core.instrument.Tags.of(TASK, taskId), value);
            return value;
        });
    }
}
