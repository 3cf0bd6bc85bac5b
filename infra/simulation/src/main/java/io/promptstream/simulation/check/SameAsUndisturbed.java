package io.promptstream.simulation.check;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.replay.RateLimit;
import io.promptstream.policy.replay.ReplayFailure;
import io.promptstream.policy.replay.ReplayJob;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.TopicPartition;
import io.promptstream.simulation.node.TopicRecordings;
import io.promptstream.simulation.node.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The digest of each policy is the one that an undisturbed learner comes to over the same committed log: one that takes the
 * steps of the history, and, where the task was never changed, one that knows nothing but the task and its rounds.
 */
final class SameAsUndisturbed {
    private static final String PROMISE = "digests equal those of the undisturbed fold";
    /** A pass ends where a log has no record for the moment. */
    private static final int MOST_PASSES = 1_000;

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final Committed log;
    private final Policies policies;

    SameAsUndisturbed(Committed log, Policies policies) {
        this.log = log;
        this.policies = policies;
    }

    List<Violation> violations() {
        Map<String, Task> tasks = new LinkedHashMap<>();
        Map<String, PolicySnapshot> snapshots = new LinkedHashMap<>();
        newest(Topics.TASKS, Task.class, tasks);
        newest(Topics.SNAPSHOTS, PolicySnapshot.class, snapshots);
        List<Violation> found = new ArrayList<>();
        tasks.forEach((taskId, task) -> {
            PolicySnapshot live = snapshots.get(taskId);
            if (live == null) {
                found.add(new Violation(PROMISE, taskId + " has no snapshot"));
            } else {
                replayed(task, live).ifPresent(found::add);
                folded(task, live).ifPresent(found::add);
            }
        });
        return found;
    }

    private <T> void newest(String topic, Class<T> type, Map<String, T> events) {
        for (LogRecord record : log.broker().committed(topic)) {
            events.remove(record.key());
            if (record.value() != null) {
                events.put(record.key(), type.cast(record.value()));
            }
        }
    }

    private Optional<Violation> replayed(Task task, PolicySnapshot live) {
        Replay order = Replay.newBuilder()
                .setReplayId(new UUID(0, 0))
                .setTaskId(task.getTaskId())
                .setName("check")
                .setVerify(true)
                .setOrderedAt(Instant.EPOCH)
                .build();
        long[] nanos = {0};
        ReplayJob.Dependencies dependencies = new ReplayJob.Dependencies(policies, CLOCK, () -> nanos[0], "check");
        try (ReplayJob job =
                ReplayJob.begin(order, task, TopicRecordings.of(log.broker(), task.getTaskId()), dependencies)) {
            RateLimit fast = new RateLimit(1e12, () -> nanos[0] += 1_000_000);
            for (int pass = 0; pass < MOST_PASSES && !job.isDone(); pass++) {
                job.run(Duration.ofSeconds(1), fast);
            }
            ReplayJob.Checkpoint end = job.checkpoint();
            return job.isDone()
                    ? different(
                            task, live, end.state().getVersion(), end.state().getDigest(), "a replay")
                    : Optional.of(new Violation(PROMISE, "a replay of %s waits".formatted(task.getTaskId())));
        } catch (ReplayFailure e) {
            return Optional.of(new Violation(PROMISE, task.getTaskId() + ": " + e.getMessage()));
        }
    }

    private Optional<Violation> folded(Task task, PolicySnapshot live) {
        List<PolicyEvent> steps = log.all(Topics.HISTORY, PolicyEvent.class).stream()
                .filter(step -> step.getTaskId().equals(task.getTaskId()))
                .toList();
        boolean changed = steps.stream().skip(1).anyMatch(step -> step.getKind() != PolicyEventKind.LEARNED);
        if (changed || steps.isEmpty()) {
            return Optional.empty();
        }
        TaskLearner learner = new PolicySteps(policies, CLOCK).begin(task, Optional.empty());
        TopicPartition partition =
                new TopicPartition(Topics.ROUND_RESULTS, log.broker().partitionOf(task.getTaskId()));
        log.broker().log(partition).committed().stream()
                .filter(record -> record.key().equals(task.getTaskId()))
                .forEach(record -> learner.learn((RoundResult) Objects.requireNonNull(record.value())));
        return different(task, live, learner.version(), learner.digest(), "a fold");
    }

    private static Optional<Violation> different(
            Task task, PolicySnapshot live, long version, String digest, String by) {
        return live.getVersion() == version && live.getDigest().equals(digest)
                ? Optional.empty()
                : Optional.of(new Violation(
                        PROMISE,
                        "%s has version %d, digest %s; %s comes to version %d, digest %s"
                                .formatted(
                                        task.getTaskId(), live.getVersion(), live.getDigest(), by, version, digest)));
    }
}
