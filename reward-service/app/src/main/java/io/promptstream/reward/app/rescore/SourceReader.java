package io.promptstream.reward.app.rescore;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.reward.rescoring.Source;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells which source topic a record is from, and reads it. */
final class SourceReader {
    private final EventCodec codec;
    private final Map<String, Source> sources;

    SourceReader(EventCodec codec, RewardTopics topics) {
        this.codec = codec;
        this.sources = Map.of(
                topics.queries(), Source.QUERIES,
                topics.proposals(), Source.PROPOSALS,
                topics.outputs(), Source.OUTPUTS,
                topics.feedback(), Source.FEEDBACK);
    }

    Source source(String topic) {
        Source source = sources.get(topic);
        if (source == null) {
            throw new IllegalArgumentException(
                    "the rescoring would read %s, which is none of %s".formatted(topic, sources.keySet()));
        }
        return source;
    }

    /** The event; empty for what is no event, which is among the dead letters of live scoring already. */
    Optional<SpecificRecord> read(ConsumerRecord<String, byte[]> record) {
        return switch (source(record.topic())) {
            case QUERIES -> read(record, Query.class, Query::getQueryId);
            case PROPOSALS -> read(record, PromptProposal.class, PromptProposal::getQueryId);
            case OUTPUTS -> read(record, TaskOutput.class, TaskOutput::getQueryId);
            case FEEDBACK -> read(record, Feedback.class, Feedback::getQueryId);
        };
    }

    private <T extends SpecificRecord> Optional<SpecificRecord> read(
            ConsumerRecord<String, byte[]> record, Class<T> type, Function<T, String> key) {
        return codec.decode(record.topic(), record.value(), type) instanceof Decoded.Event<T> decoded
                        && key.apply(decoded.event()).equals(record.key())
                ? Optional.of(decoded.event())
                : Optional.empty();
    }
}
