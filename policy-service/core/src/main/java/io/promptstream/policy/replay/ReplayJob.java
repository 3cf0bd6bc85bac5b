package io.promptstream.policy.replay;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.replay.Recordings.Bounds;
import io.promptstream.policy.replay.ReplayPhase.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One order being followed, a slice at a time. What it holds in memory is one policy and the records that are being dealt
 * with, however long the log is. From a {@link Checkpoint} it continues to the same end, bit for bit. Belongs to one thread.
 */
public final class ReplayJob implements AutoCloseable {
    /** A longer time between two slices is a pause, a shorter one is waiting. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Replay order;
    private final Recordings recordings;
    private final Dependencies dependencies;
    private final ReplayedPolicy policy;
    private final ReplayCounts counts;
    private final ReplayCourse course;
    private final Instant startedAt;
    private Duration busy;
    private OptionalLong lastSlice = OptionalLong.empty();

    /**
     * What makes policies and dates them.
     *
     * @param nanoTime nanoseconds since some moment, for durations
     */
    public record Dependencies(Policies policies, Clock clock, LongSupplier nanoTime, String codeVersion) {
        Instant now() {
            return Instant.ofEpochMilli(clock.millis());
        }
    }

    /** How far a replay has come, and the policy that it has made so far, if any. */
    public record Checkpoint(ReplayState state, Optional<PolicySnapshot> candidate) {}

    private ReplayJob(
            Replay order,
            Recordings recordings,
            Dependencies dependencies,
            ReplayedPolicy policy,
            ReplayCounts counts,
            ReplayCourse course,
            Instant startedAt,
            Duration busy) {
        this.order = order;
        this.recordings = recordings;
        this.dependencies = dependencies;
        this.policy = policy;
        this.counts = counts;
        this.course = course;
        this.startedAt = startedAt;
        this.busy = busy;
    }

    /**
     * Begins to follow an order.
     *
     * @param task the order's task as it is now; a policy that is trained is trained for it
     */
    public static ReplayJob begin(Replay order, Task task, Recordings recordings, Dependencies dependencies) {
        ReplayPlan plan = new ReplayPlan(order);
        ReplayedPolicy policy = new ReplayedPolicy(dependencies.policies(), dependencies.clock());
        ReplayCounts counts = new ReplayCounts();
        // The history first: every round that it names so far is then among those that are there.
        Bounds history = recordings.history();
        Reading reading = plan.firstReading(recordings);
        ReplayCourse course = new ReplayCourse(
                plan, plan.trained(task), recordings, policy, counts, history, reading, /* training= */ false);
        return new ReplayJob(
                order, recordings, dependencies, policy, counts, course, dependencies.now(), Duration.ZERO);
    }

    /**
     * Continues from a checkpoint.
     *
     * @param task the order's task as it is now; where training has begun, the task that it began for counts
     * @throws ReplayFailure if this version of the service cannot continue from the candidate
     */
    public static ReplayJob resume(
            Replay order, Task task, Recordings recordings, Dependencies dependencies, Checkpoint checkpoint)
            throws ReplayFailure {
        ReplayState state = checkpoint.state();
        Optional<Task> under = state.getTask();
        if (under.isEmpty() || checkpoint.candidate().isEmpty()) {
            return begin(order, task, recordings, dependencies);
        }
        PolicySnapshot candidate = checkpoint.candidate().get();
        ReplayPlan plan = new ReplayPlan(order);
        boolean training = !plan.isExact()
                && (!plan.followsHistory()
                        || candidate
                                .getLineage()
                                .flatMap(Lineage::getParentVersion)
                                .isPresent());
        ReplayedPolicy policy = new ReplayedPolicy(dependencies.policies(), dependencies.clock());
        policy.restore(under.get(), candidate);
        ReplayCounts counts = ReplayCounts.of(state);
        ReplayCourse course = new ReplayCourse(
                plan,
                training ? under.get() : plan.trained(task),
                recordings,
                policy,
                counts,
                new Bounds(state.getNextHistoryOffset(), state.getEndHistoryOffset()),
                Reading.of(state),
                training);
        return new ReplayJob(
                order,
                recordings,
                dependencies,
                policy,
                counts,
                course,
                state.getStartedAt(),
                Duration.ofMillis(state.getBusyMillis()));
    }

    public boolean isDone() {
        return course.isDone();
    }

    /** What was dealt with so far. */
    public ReplayCounts counts() {
        return counts;
    }

    /**
     * Works until the replay is done, the time is over, no record is here, or no more may be read now.
     *
     * @throws ReplayFailure if it cannot come to its end
     */
    public void run(Duration time, RateLimit rate) throws ReplayFailure {
        long began = nanoTime();
        try {
            while (nanoTime() - began < time.toNanos() && rate.allows()) {
                if (course.step() != Step.READ) {
                    return;
                }
                rate.take();
            }
        } finally {
            long ended = nanoTime();
            long waited = lastSlice.stream()
                    .map(last -> began - last)
                    .filter(pause -> pause < PAUSE.toNanos())
                    .sum();
            lastSlice = OptionalLong.of(ended);
            busy = busy.plusNanos(ended - began + waited);
        }
    }

    private long nanoTime() {
        return dependencies.nanoTime().getAsLong();
    }

    /** From where this replay can continue. What it leads to is the same whenever it is taken. */
    public Checkpoint checkpoint() {
        Optional<PolicySnapshot> candidate =
                policy.hasBegun() ? Optional.of(policy.snapshot(order.getName(), lineage())) : Optional.empty();
        return new Checkpoint(
                state(isDone() ? ReplayStatus.DONE : ReplayStatus.RELEARNING).build(), candidate);
    }

    /** The state of a replay that cannot continue. */
    public ReplayState failed(ReplayFailure failure) {
        return state(ReplayStatus.FAILED)
                .setMessage(String.valueOf(failure.getMessage()))
                .setDifference(failure.difference().orElse(null))
                .build();
    }

    private ReplayState.Builder state(ReplayStatus status) {
        Reading reading = course.reading();
        ReplayState.Builder state = ReplayState.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId(order.getTaskId())
                .setName(order.getName())
                .setStatus(status)
                .setTopic(reading.topic())
                .setPartition(recordings.partition())
                .setFromOffset(reading.bounds().begin())
                .setNextOffset(reading.position())
                .setEndOffset(reading.bounds().end())
                .setNextHistoryOffset(course.historyLeft().begin())
                .setEndHistoryOffset(course.historyLeft().end())
                .setTask(policy.hasBegun() ? policy.task() : null)
                .setVersion(policy.hasBegun() ? policy.version() : 0)
                .setDigest(policy.hasBegun() ? policy.digest() : "")
                .setBusyMillis(busy.toMillis())
                .setStartedAt(startedAt)
                .setUpdatedAt(dependencies.now())
                .setEndedAt(status == ReplayStatus.RELEARNING ? null : dependencies.now());
        counts.write(state);
        return state;
    }

    private Lineage lineage() {
        Reading reading = course.reading();
        boolean training = course.training();
        boolean scored = training && order.getReward().isPresent();
        return Lineage.newBuilder()
                .setReplayId(order.getReplayId())
                .setParentVersion(training ? order.getStartVersion().orElse(null) : null)
                .setTopic(reading.topic())
                .setPartition(recordings.partition())
                .setFromOffset(reading.bounds().begin())
                .setToOffset(reading.position())
                .setPolicy(policy.task().getPolicy())
                .setReward(scored ? order.getReward().orElse(null) : null)
                .setScoredFrom(scored ? order.getFromTime().orElse(null) : null)
                .setScoredTo(scored ? scoredTo() : null)
                .setCodeVersion(dependencies.codeVersion())
                .build();
    }

    /** The topic of rounds that were rescored goes with the replay, so the range of what was recorded has to be named. */
    private @Nullable Instant scoredTo() {
        return Stream.concat(order.getToTime().stream(), recordings.rescoringBegan(order.getName()).stream())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public void close() {
        course.close();
    }
}
