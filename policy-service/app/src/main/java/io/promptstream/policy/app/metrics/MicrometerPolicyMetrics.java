package io.promptstream.policy.app.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.HopTimers;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Publishes {@link PolicyMetrics} through Micrometer; {@code infra/docs/metrics.md} lists them. */
@Singleton
final class MicrometerPolicyMetrics implements PolicyMetrics {
    private final MeterRegistry registry;
    private final HopTimers hops;
    private final DeadLetterCounters deadLetters;
    private final ConcurrentMap<String, PolicyTaskMeters> tasks = new ConcurrentHashMap<>();

    MicrometerPolicyMetrics(
            MeterRegistry registry, HopTimers hops, DeadLetterCounters deadLetters, TopicCatalogue topics) {
        this.registry = registry;
        this.hops = hops;
        this.deadLetters = deadLetters;
        deadLetters.begin(List.of(
                topics.tasks(),
                topics.queries(),
                topics.roundResults(),
                topics.policySnapshots(),
                topics.replays(),
                topics.replayStates(),
                topics.rescorings()));
    }

    @Override
    public void queryServed(String taskId, Instant askedAt, Instant proposedAt) {
        task(taskId).queryServed(askedAt, proposedAt);
    }

    @Override
    public void promptsMeasured(String taskId, int proposals) {
        task(taskId).promptsMeasured(proposals);
    }

    @Override
    public void queryUnexplored(String taskId, Unexplored reason) {
        task(taskId).queryUnexplored(reason);
    }

    @Override
    public void snapshotUnwritten(String taskId) {
        task(taskId).snapshotUnwritten();
    }

    @Override
    public void roundProposed(String taskId, int proposals) {
        task(taskId).roundProposed(proposals);
    }

    @Override
    public void roundsInFlight(String taskId, int rounds) {
        task(taskId).roundsInFlight(rounds);
    }

    @Override
    public void exploration(String taskId, boolean stopped) {
        task(taskId).exploration(stopped);
    }

    @Override
    public void roundRead(String taskId, LearningOutcome outcome, RoundTimes times) {
        task(taskId).roundRead(outcome, times);
    }

    @Override
    public void promotionFollowed(String taskId) {
        task(taskId).promotionFollowed();
    }

    @Override
    public void promotionRefused(String taskId) {
        task(taskId).promotionRefused();
    }

    @Override
    public void deadLetter(String topic, DeadLetterReason reason) {
        deadLetters.count(topic, reason);
    }

    private PolicyTaskMeters task(String taskId) {
        return tasks.computeIfAbsent(taskId, id -> new PolicyTaskMeters(registry, hops, id));
    }
}
