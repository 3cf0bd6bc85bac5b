package io.promptstream.reward.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.app.streams.RewardMetrics;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.HopTimers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts into Micrometer; {@code infra/docs/metrics.md} lists what. */
@Singleton
final class MeteredRewards implements RewardMetrics {
    /** Stands for every task that is not there: anyone may write an output of one. */
    static final String NO_TASK = "unknown";

    private static final Logger log = LoggerFactory.getLogger(MeteredRewards.class);

    private final MeterRegistry registry;
    private final HopTimers hops;
    private final DeadLetterCounters deadLetters;
    private final Tasks tasks;
    private final ConcurrentMap<String, RewardedTask> meters = new ConcurrentHashMap<>();

    MeteredRewards(
            MeterRegistry registry,
            HopTimers hops,
            DeadLetterCounters deadLetters,
            TopicCatalogue topics,
            Tasks tasks) {
        this.registry = registry;
        this.hops = hops;
        this.deadLetters = deadLetters;
        this.tasks = tasks;
        deadLetters.begin(List.of(
                topics.queries(), topics.promptProposals(), topics.taskOutputs(), topics.feedback(), topics.rewards()));
    }

    @Override
    public void rewarded(TaskOutput output, Reward reward) {
        task(reward.getTaskId()).rewarded(output, reward);
    }

    @Override
    public void unreferenced(String taskId) {
        task(taskId).unreferenced().increment();
    }

    @Override
    public void repeatedOutput(String taskId) {
        task(taskId).repeatedOutputs().increment();
    }

    @Override
    public void unscorable(String taskId, String proposalId, String reason) {
        task(taskId).unscorable().increment();
        log.warn("Task {}: the output of proposal {} cannot be scored: {}", taskId, proposalId, reason);
    }

    @Override
    public void repeatedReward(String taskId) {
        task(taskId).repeatedRewards().increment();
    }

    @Override
    public void lateReward(String taskId) {
        task(taskId).lateRewards().increment();
    }

    @Override
    public void feedbackIgnored(String taskId, ScoringNoteReason reason) {
        task(taskId).feedbackIgnored(reason);
    }

    @Override
    public void roundClosed(RoundResult result) {
        task(result.getTaskId()).roundClosed(result);
    }

    @Override
    public void deadLetter(String topic, DeadLetterReason reason) {
        deadLetters.count(topic, reason);
    }

    private RewardedTask task(String taskId) {
        String label = tasks.find(taskId).isPresent() ? taskId : NO_TASK;
        return meters.computeIfAbsent(label, id -> new RewardedTask(registry, hops, id));
    }
}
