package io.promptstream.reward.app;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.EventSerdes;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Events in the frame of Avro itself, so that no registry is needed. */
public final class AvroFramed {
    public static final EventSerdes SERDES = new EventSerdes(
            serde(Query.getEncoder(), Query.getDecoder()),
            serde(PromptProposal.getEncoder(), PromptProposal.getDecoder()),
            serde(TaskOutput.getEncoder(), TaskOutput.getDecoder()),
            serde(Feedback.getEncoder(), Feedback.getDecoder()),
            serde(Reward.getEncoder(), Reward.getDecoder()),
            serde(ScoringNote.getEncoder(), ScoringNote.getDecoder()),
            serde(RoundResult.getEncoder(), RoundResult.getDecoder()));

    private AvroFramed() {}

    private static <T> Serde<T> serde(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        return Serdes.serdeFrom(
                (topic, event) -> {
                    try {
                        ByteBuffer buffer = encoder.encode(event);
                        byte[] bytes = new byte[buffer.remaining()];
                        buffer.get(bytes);
                        return bytes;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        throw new UnusableEventException(DeadLetterReason.UNREADABLE, "no value");
                    }
                    try {
                        return decoder.decode(bytes);
                    } catch (IOException | RuntimeException e) {
                        throw new UnusableEventException(DeadLetterReason.UNREADABLE, "no event: " + e.getMessage());
                    }
                });
    }
}
