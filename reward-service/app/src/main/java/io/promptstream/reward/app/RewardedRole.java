package io.promptstream.reward.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.service.HopTimers;
import io.promptstream.service.HopTimers.Hop;
import io.promptstream.service.HopTimers.HopTimer;
import java.util.Locale;

/**
 * The rewards of a task's proposals of one role. Rewards may be negative and a sum of them may fall, which Prometheus would
 * take for a restart: what was gained and what was lost are counted apart, and their difference is the sum.
 */
final class RewardedRole {
    private final Counter rewarded;
    private final Counter failed;
    private final Counter gained;
    private final Counter lost;
    private final Counter judged;
    private final Counter correct;
    private final HopTimer fromOutput;
    private final HopTimer fromProposal;
    private final HopTimer fromQuery;

    RewardedRole(MeterRegistry registry, HopTimers hops, String taskId, Role role) {
        Tags tags = Tags.of("task", taskId, "role", role.name().toLowerCase(Locale.ROOT));
        this.rewarded = registry.counter("promptstream.rewards", tags.and("outcome", "rewarded"));
        this.failed = registry.counter("promptstream.rewards", tags.and("outcome", "failed"));
        this.gained = registry.counter("promptstream.reward.gained", tags);
        this.lost = registry.counter("promptstream.reward.lost", tags);
        this.judged = registry.counter("promptstream.answers.judged", tags);
        this.correct = registry.counter("promptstream.answers.correct", tags);
        this.fromOutput = hops.timer(Hop.OUTPUT_TO_REWARD, taskId, role);
        this.fromProposal = hops.timer(Hop.PROPOSAL_TO_REWARD, taskId, role);
        this.fromQuery = hops.timer(Hop.QUERY_TO_REWARD, taskId, role);
    }

    void rewarded(TaskOutput output, Reward reward) {
        if (reward.getFailure().isPresent()) {
            failed.increment();
            return;
        }
        rewarded.increment();
        double value = reward.getValue().orElse(0.0);
        gained.increment(Math.max(value, 0));
        lost.increment(Math.max(-value, 0));
        reward.getCorrect().ifPresent(answer -> {
            judged.increment();
            correct.increment(answer ? 1 : 0);
        });
        fromOutput.record(output.getProducedAt(), reward.getRewardedAt());
        fromProposal.record(reward.getProvenance().getProposedAt(), reward.getRewardedAt());
        reward.getProvenance().getAskedAt().ifPresent(askedAt -> fromQuery.record(askedAt, reward.getRewardedAt()));
    }
}
