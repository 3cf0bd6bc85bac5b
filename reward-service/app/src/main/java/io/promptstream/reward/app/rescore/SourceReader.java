package io.promptstream.reward.app.rescore;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells which source topic a record is from, and whether it concerns the task. */
final class SourceReader {
    /** What a record is to a rescoring. */
    sealed interface Verdict {
        record OfTask(SpecificRecord event) implements Verdict {}

        record OfOthers() implements Verdict {}

        /** It is among the dead letters of live scoring already. */
        record Unreadable() implements Verdict {}
    }

    private final EventCodec codec;
    private final String taskId;
    private final Map<String, Source> sources;

    SourceReader(EventCodec codec, RewardTopics topics, String taskId) {
        this.codec = codec;
        this.taskId = taskId;
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

    Verdict judge(ConsumerRecord<String, byte[]> record) {
        return switch (source(record.topic())) {
            case QUERIES ->
                judge(
                        record,
                        Query.class,
                        Query::getQueryId,
                        Query::getTaskId,
                        query -> query.getEvaluation().isPresent());
            case PROPOSALS ->
                judge(
                        record,
                        PromptProposal.class,
                        PromptProposal::getQueryId,
                        PromptProposal::getTaskId,
                        proposal -> evaluates(proposal.getProvenance()));
            case OUTPUTS ->
                judge(
                        record,
                        TaskOutput.class,
                        TaskOutput::getQueryId,
                        TaskOutput::getTaskId,
                        output -> evaluates(output.getProvenance()));
            case FEEDBACK ->
                judge(record, Feedback.class, Feedback::getQueryId, Feedback::getTaskId, feedback -> false);
        };
    }

    private <T extends SpecificRecord> Verdict judge(
            ConsumerRecord<String, byte[]> record,
            Class<T> type,
            Function<T, String> key,
            Function<T, String> task,
            Predicate<T> evaluates) {
        return switch (codec.decode(record.topic(), record.value(), type)) {
            case Decoded.Unreadable<T> ignored -> new Verdict.Unreadable();
            case Decoded.Event<T> decoded -> {
                T event = decoded.event();
                if (!key.apply(event).equals(record.key())) {
                    yield new Verdict.Unreadable();
                }
                yield task.apply(event).equals(taskId) && !evaluates.test(event)
                        ? new Verdict.OfTask(event)
                        : new Verdict.OfOthers();
            }
        };
    }

    /** What only measures a prompt teaches nothing, live or again. */
    private static boolean evaluates(Provenance provenance) {
        return provenance.getRole() == Role.EVALUATE;
    }
}
