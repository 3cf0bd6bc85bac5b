package io.promptstream.reward.app.rescore;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The records of a recording: the bytes of the original records, and a header that says which topic they are from. The end
 * is a record without bytes.
 */
final class RecordedEvents implements Deserializer<RecordedEvent> {
    private static final String SOURCE = "source";
    private static final String END = "END";

    private final RewardParts parts;

    RecordedEvents(RewardParts parts) {
        this.parts = parts;
    }

    /** The copy of a record, at a time that is no earlier than that of the copy before. */
    static ProducerRecord<String, byte[]> copy(
            String topic, Source source, ConsumerRecord<String, byte[]> record, long time) {
        return record(topic, time, record.key(), record.value(), source.name());
    }

    /** What ends a recording, at the time of the range's end. */
    static ProducerRecord<String, byte[]> end(String topic, long time) {
        return record(topic, time, "", new byte[0], END);
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, long time, String key, byte[] value, String source) {
        Header header = new RecordHeader(SOURCE, source.getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(topic, 0, time, key, value, List.of(header));
    }

    @Override
    public RecordedEvent deserialize(String topic, byte[] data) {
        throw new UnusableEventException(
                DeadLetterReason.UNREADABLE, "there are no headers; read the record with its headers");
    }

    @Override
    public RecordedEvent deserialize(String topic, Headers headers, byte[] data) {
        Header header = headers.lastHeader(SOURCE);
        if (header == null) {
            throw new UnusableEventException(DeadLetterReason.UNREADABLE, "there is no header " + SOURCE);
        }
        String source = new String(header.value(), StandardCharsets.UTF_8);
        return source.equals(END) ? new RecordedEvent.Ended() : event(Source.valueOf(source), data);
    }

    private RecordedEvent event(Source source, byte[] data) {
        return switch (source) {
            case QUERIES -> {
                Query query = parts.serdes()
                        .queries()
                        .deserializer()
                        .deserialize(parts.topics().queries(), data);
                yield new RecordedEvent.Asked(query);
            }
            case PROPOSALS -> {
                PromptProposal proposal = parts.serdes()
                        .proposals()
                        .deserializer()
                        .deserialize(parts.topics().proposals(), data);
                yield new RecordedEvent.Proposed(proposal);
            }
            case OUTPUTS -> {
                TaskOutput output = parts.serdes()
                        .outputs()
                        .deserializer()
                        .deserialize(parts.topics().outputs(), data);
                yield new RecordedEvent.Answered(output);
            }
            case FEEDBACK -> {
                Feedback feedback = parts.serdes()
                        .feedback()
                        .deserializer()
                        .deserialize(parts.topics().feedback(), data);
                yield new RecordedEvent.Advised(feedback);
            }
        };
    }
}
