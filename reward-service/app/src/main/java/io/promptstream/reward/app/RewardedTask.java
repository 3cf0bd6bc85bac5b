package io.promptstream.reward.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.service.HopTimers;
import io.promptstream.service.HopTimers.Hop;
import io.promptstream.service.HopTimers.HopTimer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The meters of one task; all but the mean reward are there, at 0, from the first time that the task is met. */
final class RewardedTask {
    private final MeterRegistry registry;
    private final HopTimers hops;
    private final String taskId;
    private final Tags task;
    private final Map<Role, RewardedRole> roles = new ConcurrentHashMap<>();
    private final Map<RoundClosing, Counter> closed = new EnumMap<>(RoundClosing.class);
    private final HopTimer round;
    private final Counter unreferenced;
    private final Counter repeatedOutputs;
    private final Counter unscorable;
    private final Counter repeatedRewards;
    private final Counter lateRewards;
    private final Counter corrected;
    private final Map<ScoringNoteReason, Counter> ignored = new EnumMap<>(ScoringNoteReason.class);
    private final AtomicBoolean meanTold = new AtomicBoolean();
    private volatile double meanOfLastRound;

    RewardedTask(MeterRegistry registry, HopTimers hops, String taskId) {
        this.registry = registry;
        this.hops = hops;
        this.taskId = taskId;
        this.task = Tags.of("task", taskId);
        for (ScoringNoteReason reason : ScoringNoteReason.values()) {
            ignored.put(
                    reason,
                    registry.counter(
                            "promptstream.feedback.ignored",
                            task.and("reason", reason.name().toLowerCase(Locale.ROOT))));
        }
        this.corrected = counter("rewards.corrected");
        role(Role.SERVE);
        role(Role.EXPLORE);
        for (RoundClosing closing : RoundClosing.values()) {
            closed.put(
                    closing,
                    registry.counter(
                            "promptstream.rounds.closed",
                            task.and("closing", closing.name().toLowerCase(Locale.ROOT))));
        }
        this.round = hops.timer(Hop.ROUND, taskId, Role.EXPLORE);
        this.unreferenced = counter("outputs.unreferenced");
        this.repeatedOutputs = counter("outputs.repeated");
        this.unscorable = counter("outputs.unscorable");
        this.repeatedRewards = counter("rewards.repeated");
        this.lateRewards = counter("rewards.late");
    }

    void rewarded(TaskOutput output, Reward reward) {
        if (reward.getRevision() > 0) {
            corrected.increment();
            return;
        }
        role(reward.getProvenance().getRole()).rewarded(output, reward);
    }

    void roundClosed(RoundResult result) {
        Objects.requireNonNull(closed.get(result.getClosing())).increment();
        round.record(result.getOpenedAt(), result.getClosedAt());
        mean(result).ifPresent(this::tellMean);
    }

    /** The gauge begins with the first round: averages over a time in which it is not a number would be none either. */
    private void tellMean(double mean) {
        meanOfLastRound = mean;
        if (meanTold.compareAndSet(false, true)) {
            Gauge.builder("promptstream.round.reward.mean", () -> meanOfLastRound)
                    .tags(task)
                    .register(registry);
        }
    }

    void feedbackIgnored(ScoringNoteReason reason) {
        Objects.requireNonNull(ignored.get(reason)).increment();
    }

    Counter unreferenced() {
        return unreferenced;
    }

    Counter repeatedOutputs() {
        return repeatedOutputs;
    }

    Counter unscorable() {
        return unscorable;
    }

    Counter repeatedRewards() {
        return repeatedRewards;
    }

    Counter lateRewards() {
        return lateRewards;
    }

    private RewardedRole role(Role role) {
        return roles.computeIfAbsent(role, added -> new RewardedRole(registry, hops, taskId, added));
    }

    /** Without the values that stand in for missing rewards. */
    private static OptionalDouble mean(RoundResult result) {
        return result.getPrompts().stream()
                .flatMap(prompt -> prompt.getRewards().stream())
                .filter(reward -> !reward.getImputed())
                .mapToDouble(QueryReward::getValue)
                .average();
    }

    private Counter counter(String name) {
        return registry.counter("promptstream." + name, task);
    }
}
