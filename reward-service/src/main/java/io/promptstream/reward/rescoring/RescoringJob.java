package io.promptstream.reward.rescoring;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One rescoring at work: its recorder and its streams. */
final class RescoringJob implements AutoCloseable {
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_SAVING = Duration.ofMillis(250);
    private static final double NANOS = 1e9;

    private final Replay order;
    private final SideNames names;
    private final Recorder recorder;
    private final SideStreams streams;
    private final SideResources resources;
    private final Clock clock;
    private final double recordsPerSecond;
    private final Instant startedAt;
    private Instant reportedAt = Instant.EPOCH;
    private Instant passedAt;

    /**
     * @param recordsPerSecond most records that are read in a second
     * @param startedAt when the rescoring began, perhaps in an earlier life
     */
    RescoringJob(
            Replay order,
            SideNames names,
            Recorder recorder,
            SideStreams streams,
            SideResources resources,
            Clock clock,
            double recordsPerSecond,
            Instant startedAt) {
        this.order = order;
        this.names = names;
        this.recorder = recorder;
        this.streams = streams;
        this.resources = resources;
        this.clock = clock;
        this.recordsPerSecond = recordsPerSecond;
        this.startedAt = startedAt;
        this.passedAt = clock.instant();
    }

    Replay order() {
        return order;
    }

    SideNames names() {
        return names;
    }

    /**
     * Copies what the rate allows and commits it.
     *
     * @return what is to be told, if it is time; the last one says DONE
     */
    Optional<Rescoring> pass(Transactions transactions) {
        streams.check();
        recorder.copy(transactions, allowance());
        transactions.commit();
        Optional<Long> end = recorder.end();
        if (end.isPresent() && resources.processed(names) >= end.get()) {
            return Optional.of(report(RescoringStatus.DONE));
        }
        if (Duration.between(reportedAt, clock.instant()).compareTo(REPORT_INTERVAL) < 0) {
            return Optional.empty();
        }
        reportedAt = clock.instant();
        return Optional.of(report(RescoringStatus.RUNNING));
    }

    private int allowance() {
        Instant now = clock.instant();
        Duration since = Duration.between(passedAt, now);
        Duration counted = since.compareTo(LONGEST_SAVING) > 0 ? LONGEST_SAVING : since;
        passedAt = now;
        return (int) Math.max(1, counted.toNanos() / NANOS * recordsPerSecond);
    }

    private Rescoring report(RescoringStatus status) {
        SideStreams.Counts counts = streams.counts();
        Instant now = clock.instant();
        return Reports.of(order, names, status, startedAt, now)
                .setMessage(Reports.message(recorder.since(), recorder.passedOver()))
                .setRecordsRead(recorder.recordsRead())
                .setRecordsInRange(recorder.recordsInRange())
                .setRewards(counts.rewards())
                .setRoundResults(counts.roundResults())
                .build();
    }

    @Override
    public void close() {
        try (recorder) {
            streams.close();
        }
    }
}
