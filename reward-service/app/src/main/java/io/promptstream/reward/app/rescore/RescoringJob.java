package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.Transactions;
import io.promptstream.reward.app.streams.ReceivedOutput;
import io.promptstream.reward.rescoring.RescoringFold;
import io.promptstream.schemas.topic.Topic;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rescoring at work: reads its range, folds it and writes the results. After a restart it folds again from the start and
 * skips the results that are written already, so each is written once.
 */
final class RescoringJob implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RescoringJob.class);

    private final RescorerParts parts;
    private final Replay order;
    private final Topic results;
    private final RecordedRange range;
    private final Instant startedAt;
    private final SourceReader sources;
    private final RangeReader reader;
    private final Function<byte[], TaskOutput> outputs;
    private final LocalState state;
    private final RescoringFold fold;
    private final Set<UUID> written;
    private final RateLimiter rate;
    private long skipped;

    /**
     * Begins at the start of the range.
     *
     * @param results topic that is written
     * @param startedAt when the rescoring began, perhaps in an earlier run
     * @param reader closed with this object
     * @param outputs reads an output as it came
     * @param state what the fold keeps; closed with this object
     * @param written rounds whose results are in the topic
     * @param rate at which it may read and report
     */
    RescoringJob(
            RescorerParts parts,
            Replay order,
            Topic results,
            RecordedRange range,
            Instant startedAt,
            SourceReader sources,
            RangeReader reader,
            Function<byte[], TaskOutput> outputs,
            LocalState state,
            RescoringFold fold,
            Set<UUID> written,
            RateLimiter rate) {
        this.parts = parts;
        this.order = order;
        this.results = results;
        this.range = range;
        this.startedAt = startedAt;
        this.sources = sources;
        this.reader = reader;
        this.outputs = outputs;
        this.state = state;
        this.fold = fold;
        this.written = written;
        this.rate = rate;
    }

    Replay order() {
        return order;
    }

    /** Whether it has been running for longer than an error takes to show. */
    boolean hasLasted() {
        return rate.hasLasted();
    }

    /**
     * Reads what the rate allows, and sends the results that come of it.
     *
     * @param transactions committed by the caller
     * @return what is to be told, if it is time; the last one says DONE
     */
    Optional<Rescoring> pass(Transactions transactions) {
        reader.read(rate.records(), this::take);
        boolean done = reader.finished();
        if (done) {
            fold.end(until().toEpochMilli());
        }
        fold.results().forEach(result -> send(result, transactions));
        if (done) {
            return Optional.of(report(RescoringStatus.DONE));
        }
        return rate.reportIsDue() ? Optional.of(report(RescoringStatus.RUNNING)) : Optional.empty();
    }

    private Instant until() {
        return order.getToTime().filter(startedAt::isAfter).orElse(startedAt);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        sources.read(record).ifPresentOrElse(event -> fold(record, event), () -> skipped++);
    }

    private void fold(ConsumerRecord<String, byte[]> record, SpecificRecord event) {
        try {
            fold.take(
                    record.key(),
                    event,
                    record.timestamp(),
                    output -> new ReceivedOutput(output, record.value(), outputs));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot rescore %s-%d@%d".formatted(record.topic(), record.partition(), record.offset()), e);
        }
    }

    private void send(RoundResult result, Transactions transactions) {
        if (written.remove(result.getRoundId())) {
            return;
        }
        // A reader of the results knows the subject of the live ones.
        String live = parts.sources().roundResults();
        byte[] value = parts.codec().encode(live, result);
        if (parts.catalogue().limits().fits(live, value.length)) {
            transactions.send(new ProducerRecord<>(
                    results.name(), null, result.getClosedAt().toEpochMilli(), result.getTaskId(), value));
        } else {
            log.error(
                    "The result of round {} has {} bytes, more than its topic takes, and is skipped",
                    result.getRoundId(),
                    value.length);
        }
    }

    private Rescoring report(RescoringStatus status) {
        return Reports.of(
                        parts.catalogue(),
                        order,
                        status,
                        startedAt,
                        parts.clock().instant())
                .setMessage(Reports.message(range.since(), skipped))
                .setRecordsRead(reader.recordsRead())
                .setRecordsInRange(range.records())
                .setRewards(fold.rewards())
                .setRoundResults(fold.roundResults())
                .setSince(range.since().orElse(null))
                .setRange(range.toEvent())
                .build();
    }

    @Override
    public void close() {
        try (reader) {
            state.close();
        }
    }
}
