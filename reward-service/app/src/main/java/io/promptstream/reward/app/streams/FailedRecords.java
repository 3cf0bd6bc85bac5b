package io.promptstream.reward.app.streams;

import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordSize;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a record that failed becomes a dead letter or stops the stream. A dead letter is written by the task's
 * own producer, in the transaction that also commits the record's offset.
 */
public final class FailedRecords {
    /** Key under which they travel in the settings of Kafka Streams, which makes the handlers by reflection. */
    public static final String SETTING = "promptstream.failed.records";

    private static final Logger log = LoggerFactory.getLogger(FailedRecords.class);

    private final DeadLetters letters;
    private final Set<String> topics;
    private final RewardMetrics metrics;

    /**
     * @param letters makes the letters
     * @param topics the topics that have dead letters; a failure on any other is a fault of this program
     */
    public FailedRecords(DeadLetters letters, Set<String> topics, RewardMetrics metrics) {
        this.letters = letters;
        this.topics = Set.copyOf(topics);
        this.metrics = metrics;
    }

    static FailedRecords from(Map<String, ?> settings) {
        return (FailedRecords) Objects.requireNonNull(settings.get(SETTING), SETTING + " is missing");
    }

    /**
     * The dead letter of a failed record; empty when the stream has to stop, because the record may be good: broker or
     * registry failed, or the record is our own.
     */
    List<ProducerRecord<byte[], byte[]>> letter(
            ErrorHandlerContext source, byte @Nullable [] key, byte @Nullable [] value, Exception failure) {
        if (source.topic() == null || !topics.contains(source.topic()) || causedByKafka(failure)) {
            return List.of();
        }
        boolean expected = failure instanceof UnusableEventException
                || failure instanceof IllegalArgumentException
                || failure instanceof OversizedRecordException;
        String message = String.valueOf(failure.getMessage());
        String reason = expected
                ? message
                : "could not be processed: " + failure.getClass().getSimpleName() + ": " + message;
        RecordHeaders headers = new RecordHeaders(source.headers().toArray());
        letters.describe(
                headers,
                new DeadLetters.Origin(source.topic(), source.partition(), source.offset(), source.timestamp()),
                reason,
                failure.getClass().getName());
        metrics.deadLetter(source.topic(), kindOf(failure));
        if (!expected) {
            log.error(
                    "Could not process {}-{}@{}; it is a dead letter now",
                    source.topic(),
                    source.partition(),
                    source.offset(),
                    failure);
        }
        String topic = DeadLetters.topicOf(source.topic());
        long size = length(key) + length(value);
        if (letters.fits(topic, size, headers)) {
            return List.of(new ProducerRecord<>(topic, null, key, value, headers));
        }
        letters.describeOversized(headers, topic, RecordSize.of(key, value, source.headers()));
        if (!letters.fits(topic, length(key), headers)) {
            source.headers().forEach(header -> headers.remove(header.key()));
        }
        byte[] kept = letters.fits(topic, length(key), headers) ? key : null;
        return List.of(new ProducerRecord<>(topic, null, kept, null, headers));
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static DeadLetterReason kindOf(Exception failure) {
        return switch (failure) {
            case UnusableEventException unusable -> unusable.kind();
            case OversizedRecordException oversized -> DeadLetterReason.TOO_LARGE;
            case IllegalArgumentException contradiction -> DeadLetterReason.INVALID;
            default -> DeadLetterReason.FAILED;
        };
    }

    /** Whether broker or registry are the reason, so that the record may be good. */
    static boolean causedByKafka(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableEventException) {
                return false;
            }
            if (cause instanceof KafkaException) {
                return true;
            }
        }
        return false;
    }
}
