package io.promptstream.policy.app.learn;

import io.promptstream.event.RoundResult;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceAttribute;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.TraceStep;
import io.promptstream.service.tracing.Tracing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The traces of the queries whose rounds one learner reads: a round is learned in the trace of each. Its spans end with the
 * transaction: what is aborted is never seen. Belongs to one thread.
 */
final class LearningTraces {
    /** Bounds the headers of a snapshot, in which several rounds may meet. */
    private static final int MOST_OF_A_TASK = 16;

    private final Tracing tracing;
    private final String roundResults;
    private final List<TraceSpan> open = new ArrayList<>();
    private final Map<String, List<TraceContext>> byTask = new HashMap<>();

    LearningTraces(Tracing tracing, TopicCatalogue topics) {
        this.tracing = tracing;
        this.roundResults = topics.roundResults().name();
    }

    /** A round is about to be learned; returns a span for each query that is traced. */
    List<TraceSpan> began(ConsumerRecord<String, byte[]> record, RoundResult round) {
        List<TraceContext> closed = TraceContext.all(record.headers());
        if (closed.isEmpty()) {
            return List.of();
        }
        List<TraceSpan> spans = new ArrayList<>(closed.size());
        List<TraceContext> task = byTask.computeIfAbsent(round.getTaskId(), id -> new ArrayList<>());
        for (TraceContext context : closed) {
            TraceSpan span = tracing.begin(TraceStep.LEARN, roundResults, context);
            if (span.recording()) {
                spans.add(span.attribute(TraceAttribute.TASK, round.getTaskId())
                        .attribute(TraceAttribute.ROUND, round.getRoundId().toString()));
            }
            TraceContext learned = span.context();
            if (learned != null && task.size() < MOST_OF_A_TASK) {
                task.add(learned);
            }
        }
        open.addAll(spans);
        return spans;
    }

    /** What became of the round. */
    void ended(List<TraceSpan> spans, LearningOutcome outcome) {
        for (TraceSpan span : spans) {
            switch (outcome) {
                case LearningOutcome.Learned learned ->
                    span.attribute(TraceAttribute.OUTCOME, "learned")
                            .attribute(TraceAttribute.POLICY_VERSION, learned.version())
                            .attribute(TraceAttribute.LAG, learned.lag());
                case LearningOutcome.LeftOut leftOut ->
                    span.attribute(
                            TraceAttribute.OUTCOME, leftOut.reason().name().toLowerCase(Locale.ROOT));
                case LearningOutcome.Duplicate ignored -> span.attribute(TraceAttribute.OUTCOME, "duplicate");
            }
        }
    }

    /** The round becomes a dead letter. */
    void refused(List<TraceSpan> spans) {
        spans.forEach(span -> span.failed("dead_letter"));
    }

    /** Where records about the task's policy stand that tell of the rounds since the last commit. */
    List<TraceContext> of(String taskId) {
        return byTask.getOrDefault(taskId, List.of());
    }

    /** What was learned is certain now. */
    void committed() {
        open.forEach(TraceSpan::end);
        open.clear();
        byTask.clear();
    }
}
