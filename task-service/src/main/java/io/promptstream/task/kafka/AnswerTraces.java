package io.promptstream.task.kafka;

import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceAttribute;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.TraceStep;
import io.promptstream.service.tracing.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The traces of the proposals that are answered. Its spans end with the transaction: what is aborted is never seen. Belongs
 * to one thread.
 */
final class AnswerTraces {
    private static final double MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

    private final Tracing tracing;
    private final String proposals;
    private final List<TraceSpan> open = new ArrayList<>();

    /** @param proposals the topic that is read */
    AnswerTraces(Tracing tracing, String proposals) {
        this.tracing = tracing;
        this.proposals = proposals;
    }

    /** Begins a slice of proposals, which are answered together. */
    Slice slice() {
        return new Slice();
    }

    /** What was answered is certain now. */
    void committed() {
        open.forEach(TraceSpan::end);
        open.clear();
    }

    /** Proposals by their position among those that could be read. */
    final class Slice {
        private final List<TraceSpan> spans = new ArrayList<>();

        void add(ConsumerRecord<String, byte[]> record) {
            TraceSpan span = tracing.begin(TraceStep.ANSWER, proposals, TraceContext.of(record.headers()));
            spans.add(span);
            if (span.recording()) {
                open.add(span);
            }
        }

        /** Where the output's record stands; null outside any trace. */
        @Nullable TraceContext answered(int position, TaskOutput output) {
            TraceSpan span = spans.get(position);
            if (span.recording()) {
                describe(span, output);
            }
            return span.context();
        }

        private void describe(TraceSpan span, TaskOutput output) {
            span.attribute(TraceAttribute.TASK, output.getTaskId())
                    .attribute(TraceAttribute.QUERY, output.getQueryId())
                    .attribute(TraceAttribute.PROPOSAL, output.getProposalId())
                    .attribute(TraceAttribute.ROLE, lower(output.getProvenance().getRole()))
                    .attribute(TraceAttribute.BATCH_SIZE, spans.size())
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
}
