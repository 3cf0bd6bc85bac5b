package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** One rescoring at work: its recorder and its streams. */
final class RescoringJob implements AutoCloseable {
    private final Replay order;
    private final SideNames names;
    private final Recorder recorder;
    private final SideStreams streams;
    private final SideResources resources;
    private final Clock clock;
    private final Pace pace;
    private final Instant startedAt;

    /**
     * @param pace at which it may read and report
     * @param startedAt when the rescoring began, perhaps in an earlier run
     */
    RescoringJob(
            Replay order,
            SideNames names,
            Recorder recorder,
            SideStreams streams,
            SideResources resources,
            Clock clock,
            Pace pace,
            Instant startedAt) {
        this.order = order;
        this.names = names;
        this.recorder = recorder;
        this.streams = streams;
        this.resources = resources;
        this.clock = clock;
        this.pace = pace;
        this.startedAt = startedAt;
    }

    Replay order() {
        return order;
    }

    /** Whether it has been at work for longer than what is wrong takes to show. */
    boolean hasLasted() {
        return pace.hasLasted();
    }

    /**
     * Copies what the rate allows and commits it.
     *
     * @return what is to be told, if it is time; the last one says DONE
     */
    Optional<Rescoring> pass(Transactions transactions) {
        streams.check();
        recorder.copy(transactions, pace.records());
        transactions.commit();
        Optional<Long> end = recorder.end();
        if (end.isPresent() && resources.processed(names) >= end.get()) {
            return Optional.of(report(RescoringStatus.DONE));
        }
        if (!pace.reportIsDue()) {
            return Optional.empty();
        }
        return Optional.of(report(RescoringStatus.RUNNING));
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
