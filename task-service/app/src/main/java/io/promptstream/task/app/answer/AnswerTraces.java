package io.promptstream.task.app.answer;

import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceAttribute;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.TraceStep;
import io.promptstream.service.tracing.Tracing;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The spans of answers. They end with the transaction: what is aborted is never seen.
 *
 * @param proposals the topic that is read
 */
record AnswerTraces(Tracing tracing, String proposals) {
    private static final double MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

    /** Begins the answer to a proposal, which continues the trace of its record. */
    TraceSpan begin(ConsumerRecord<String, byte[]> record) {
        return tracing.begin(TraceStep.ANSWER, proposals, TraceContext.of(record.headers()));
    }

    /** @param together how many proposals were answered together */
    void describe(TraceSpan span, TaskOutput output, int together) {
        if (!span.recording()) {
            return;
        }
        span.attribute(TraceAttribute.TASK, output.getTaskId())
                .attribute(TraceAttribute.QUERY, output.getQueryId())
                .attribute(TraceAttribute.PROPOSAL, output.getProposalId())
                .attribute(TraceAttribute.ROLE, lower(output.getProvenance().getRole()))
                .attribute(TraceAttribute.BATCH_SIZE, together)
                .attribute(TraceAttribute.MODEL, output.getModelId())
                .attribute(TraceAttribute.INPUT_TOKENS, output.getPromptTokens())
                .attribute(TraceAttribute.OUTPUT_TOKENS, output.getCompletionTokens())
                .attribute(TraceAttribute.MODEL_SECONDS, output.getLatencyMicros() / MICROS_PER_SECOND);
        output.getFailure().ifPresent(failure -> span.failed(lower(failure.getCode())));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
