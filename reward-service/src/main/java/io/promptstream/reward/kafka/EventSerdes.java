package io.promptstream.reward.kafka;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
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
     * Serdes that throw {@link UnusableEventException} for bytes that are not the event, and the codec's exceptions where the
     * registry is the reason.
     */
    public static EventSerdes of(EventCodec codec) {
        return new EventSerdes(
                of(codec, Query.class),
                of(codec, PromptProposal.class),
                of(codec, TaskOutput.class),
                of(codec, Feedback.class),
                of(codec, Reward.class),
                of(codec, ScoringNote.class),
                of(codec, RoundResult.class));
    }

    private static <T extends SpecificRecord> Serde<T> of(EventCodec codec, Class<T> type) {
        return Serdes.serdeFrom(codec::encode, (topic, bytes) -> switch (codec.decode(topic, bytes, type)) {
            case Decoded.Event<T> decoded -> decoded.event();
            case Decoded.Unreadable<T> unreadable ->
                throw new UnusableEventException(DeadLetterReason.UNREADABLE, unreadable.reason());
        });
    }
}
