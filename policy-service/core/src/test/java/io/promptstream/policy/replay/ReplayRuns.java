package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import io.promptstream.policy.replay.ReplayJob.Dependencies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Runs replays on topics in memory. */
final class ReplayRuns {
    private static final int MOST_SLICES = 10_000;

    private final Dependencies dependencies;
    private final MemoryRecordings recordings;
    private final Task task;

    ReplayRuns(MemoryRecordings recordings, Task task) {
        this.dependencies =
                new Dependencies(new Policies(new RecurrentLanguageModel(9, 6, 1)), stepping(), nanos(), "replay");
        this.recordings = recordings;
        this.task = task;
    }

    /** Time continues by a millisecond with every look at it, so that a slice of a few is a few records. */
    private static Clock stepping() {
        long[] now = {10_000};
        InstantSource source = () -> Instant.ofEpochMilli(now[0]++);
        return source.withZone(ZoneOffset.UTC);
    }

    private static LongSupplier nanos() {
        long[] now = {0};
        return () -> now[0] += 1_000_000;
    }

    static Replay.Builder order(Task task) {
        return Replay.newBuilder()
                .setReplayId(new UUID(1, 1))
                .setTaskId(task.getTaskId())
                .setName("again")
                .setOrderedAt(Instant.ofEpochMilli(9_000));
    }

    /** Runs a replay to its end, in one go. */
    Checkpoint run(Replay order) throws ReplayFailure {
        try (ReplayJob job = ReplayJob.begin(order, task, recordings, dependencies)) {
            return finish(job);
        }
    }

    /** Runs a replay to its end or failure. */
    ReplayState outcome(Replay order) {
        try (ReplayJob job = ReplayJob.begin(order, task, recordings, dependencies)) {
            try {
                return finish(job).state();
            } catch (ReplayFailure e) {
                return job.failed(e);
            }
        }
    }

    /** Runs a replay slice by slice; each slice is continued by another process, from the checkpoint alone. */
    Checkpoint runInSlices(Replay order, Task later) throws ReplayFailure {
        Checkpoint checkpoint;
        try (ReplayJob job = ReplayJob.begin(order, task, recordings, dependencies)) {
            checkpoint = slice(job);
        }
        for (int slices = 0; checkpoint.state().getEndedAt().isEmpty(); slices++) {
            if (slices > MOST_SLICES) {
                throw new AssertionError("no end after %d slices: %s".formatted(slices, checkpoint.state()));
            }
            try (ReplayJob job = ReplayJob.resume(order, later, recordings, dependencies, checkpoint)) {
                checkpoint = slice(job);
            }
        }
        return checkpoint;
    }

    private Checkpoint finish(ReplayJob job) throws ReplayFailure {
        while (!job.isDone()) {
            job.run(Duration.ofSeconds(1), rate());
        }
        return job.checkpoint();
    }

    /** Until something was read or the replay is done. */
    private Checkpoint slice(ReplayJob job) throws ReplayFailure {
        Checkpoint before = job.checkpoint();
        for (int looks = 0; looks < 2000; looks++) {
            job.run(Duration.ofMillis(2), rate());
            Checkpoint now = job.checkpoint();
            boolean further = now.candidate().isPresent()
                    && (now.state().getNextOffset() != before.state().getNextOffset()
                            || now.state().getNextHistoryOffset()
                                    != before.state().getNextHistoryOffset()
                            || before.candidate().isEmpty());
            if (job.isDone() || further) {
                return now;
            }
        }
        return job.checkpoint();
    }

    private RateLimit rate() {
        return new RateLimit(1e6, dependencies.nanoTime());
    }
}
