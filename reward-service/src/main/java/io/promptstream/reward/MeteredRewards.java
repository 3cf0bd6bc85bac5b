package io.promptstream.reward;

import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.event.RoundClosing;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts into Micrometer; one series for each task. */
@Singleton
final class MeteredRewards implements RewardMetrics {
    private static final Logger log = LoggerFactory.getLogger(MeteredRewards.class);
    private static final String TASK = "task";

    private final MeterRegistry registry;

    MeteredRewards(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void rewarded(String taskId, boolean failed) {
        registry.counter("promptstream.rewards", TASK, taskId, "outcome", failed ? "failed" : "rewarded")
                .increment();
    }

    @Override
    public void unreferenced(String taskId) {
        registry.counter("promptstream.outputs.unreferenced", TASK, taskId).increment();
    }

    @Override
    public void repeatedOutput(String taskId) {
        registry.counter("promptstream.outputs.repeated", TASK, taskId).increment();
    }

    @Override
    public void unscorable(String taskId, String proposalId, String reason) {
        registry.counter("promptstream.outputs.unscorable", TASK, taskId).increment();
        log.warn("Task {}: the output of proposal {} cannot be scored: {}", taskId, proposalId, reason);
    }

    @Override
    public void repeatedReward(String taskId) {
        registry.counter("promptstream.rewards.repeated", TASK, taskId).increment();
    }

    @Override
    public void lateReward(String taskId) {
        registry.counter("promptstream.rewards.late", TASK, taskId).increment();
    }

    @Override
    public void roundClosed(String taskId, RoundClosing closing) {
        registry.counter(
                        "promptstream.rounds.closed",
                        TASK,
                        taskId,
                        "closing",
                        closing.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void deadLetter(String topic) {
        registry.counter("promptstream.dead.letters", "topic", topic).increment();
    }
}
