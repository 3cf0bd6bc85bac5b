package io.promptstream.reward.app.streams;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Serdes of the events that the topologies read and write. */
public record EventSerdes(
        Serde<Query> queries,
        Serde<PromptProposal> proposals,
        Serde<TaskOutput> outputs,
        Serde<Feedback> feedback,
        Serde<Reward> rewards,
        Serde<ScoringNote> notes,
        Serde<RoundResult> roundResults) {

    /**
     * Serdes that throw {@link UnusableEventException} for bytes that are not the event or are more than the topic takes,
     * {@link io.promptstream.schemas.size.OversizedRecordException} for an event that is more than the topic takes, and the
     * codec's exceptions where the registry is the reason.
     */
    public static EventSerdes of(EventCodec codec, RecordLimits limits) {
        return new EventSerdes(
                of(codec, limits, Query.class),
                of(codec, limits, PromptProposal.class),
                of(codec, limits, TaskOutput.class),
                of(codec, limits, Feedback.class),
                of(codec, limits, Reward.class),
                of(codec, limits, ScoringNote.class),
                of(codec, limits, RoundResult.class));
    }

    private static <T extends SpecificRecord> Serde<T> of(EventCodec codec, RecordLimits limits, Class<T> type) {
        return Serdes.serdeFrom(
                (topic, event) -> encoded(codec, limits, topic, event),
                (topic, bytes) -> decoded(codec, limits, topic, bytes, type));
    }

    private static byte[] encoded(EventCodec codec, RecordLimits limits, String topic, SpecificRecord event) {
        byte[] bytes = codec.encode(topic, event);
        limits.check(topic, bytes.length);
        return bytes;
    }

    private static <T extends SpecificRecord> T decoded(
            EventCodec codec, RecordLimits limits, String topic, byte[] bytes, Class<T> type) {
        if (bytes != null && !limits.fits(topic, bytes.length)) {
            throw new UnusableEventException(
                    DeadLetterReason.TOO_LARGE,
                    "the value has %d bytes, uncompressed; write at most %d"
                            .formatted(bytes.length, limits.of(topic).orElseThrow()));
        }
        return switch (codec.decode(topic, bytes, type)) {
            case Decoded.Event<T> decoded -> decoded.event();
            case Decoded.Unreadable<T> unreadable ->
                throw new UnusableEventException(DeadLetterReason.UNREADABLE, unreadable.reason());
        };
    }
}
