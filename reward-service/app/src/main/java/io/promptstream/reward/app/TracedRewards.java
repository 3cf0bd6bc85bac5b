package io.promptstream.reward.app;

import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.RewardTraces;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceAttribute;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.TraceStep;
import io.promptstream.service.tracing.Tracing;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Records a span for each reward, and one in the trace of each query of a round that is closed. */
@Singleton
final class TracedRewards implements RewardTraces {
    private final Tracing tracing;
    private final String outputs;
    private final String rewards;

    TracedRewards(Tracing tracing, TopicCatalogue topics) {
        this.tracing = tracing;
        this.outputs = topics.taskOutputs().name();
        this.rewards = topics.rewards().name();
    }

    @Override
    public @Nullable TraceContext scored(
            Reward reward, @Nullable TraceContext output, @Nullable TraceContext evidence, Instant since) {
        TraceSpan span = tracing.begin(TraceStep.SCORE, outputs, output, since);
        if (span.recording()) {
            describe(span, reward);
            if (evidence != null) {
                span.link(evidence);
            }
        }
        span.end();
        return span.context();
    }

    @Override
    public List<TraceContext> closed(RoundResult result, List<TracedQuery> queries) {
        List<TraceContext> closed = new ArrayList<>(queries.size());
        for (TracedQuery query : queries) {
            TraceSpan span = tracing.begin(TraceStep.CLOSE_ROUND, rewards, query.lastReward(), query.since());
            if (span.recording()) {
                describe(span, result);
                linkOthers(span, queries, query);
            }
            span.end();
            TraceContext context = span.context();
            closed.add(context == null ? query.lastReward() : context);
        }
        return closed;
    }

    private static void describe(TraceSpan span, Reward reward) {
        span.attribute(TraceAttribute.TASK, reward.getTaskId())
                .attribute(TraceAttribute.QUERY, reward.getQueryId())
                .attribute(TraceAttribute.PROPOSAL, reward.getProposalId())
                .attribute(TraceAttribute.ROLE, lower(reward.getProvenance().getRole()));
        reward.getValue().ifPresent(value -> span.attribute(TraceAttribute.REWARD, value.doubleValue()));
        reward.getCorrect().ifPresent(correct -> span.attribute(TraceAttribute.CORRECT, correct.booleanValue()));
        reward.getFailure().ifPresent(code -> span.failed(lower(code)));
    }

    private static void describe(TraceSpan span, RoundResult result) {
        span.attribute(TraceAttribute.TASK, result.getTaskId())
                .attribute(TraceAttribute.ROUND, result.getRoundId().toString())
                .attribute(TraceAttribute.POLICY_VERSION, result.getPolicyVersion())
                .attribute(TraceAttribute.CLOSING, lower(result.getClosing()))
                .attribute(TraceAttribute.EXPECTED_REWARDS, result.getExpectedRewards())
                .attribute(TraceAttribute.RECEIVED_REWARDS, result.getReceivedRewards());
    }

    private static void linkOthers(TraceSpan span, List<TracedQuery> queries, TracedQuery query) {
        String own = query.lastReward().traceId();
        for (TracedQuery other : queries) {
            if (!other.lastReward().traceId().equals(own)) {
                span.link(other.lastReward());
            }
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
