package io.promptstream.reward.app.aggregate;

import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.reward.app.streams.DeadlineIndex;
import io.promptstream.reward.app.streams.IsolatedErrors;
import io.promptstream.reward.app.streams.RewardMetrics;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.app.streams.WallClockTime;
import io.promptstream.reward.round.RoundAggregation;
import io.promptstream.reward.round.RoundEffect;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundStep;
import io.promptstream.schemas.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Lets {@link RoundAggregation} work on the state store: publishes what follows, and wakes what is due. */
final class AggregationProcessor implements Processor<String, RoundEvent, String, AggregationResult> {
    private final RewardParts parts;
    private final RoundAggregation aggregation;
    private final WallClockTime time;

    private ProcessorContext<String, AggregationResult> context;
    private StoredRounds rounds;
    private DeadlineIndex deadlines;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    AggregationProcessor(RewardParts parts) {
        this.parts = parts;
        this.aggregation = new RoundAggregation(
                parts.tasks(),
                parts.configuration().taskPatience(),
                parts.configuration().closedRoundRetention(),
                false);
        this.time = parts.time().get();
    }

    @Override
    public void init(ProcessorContext<String, AggregationResult> context) {
        this.context = context;
        this.rounds = new StoredRounds(context.getStateStore(AggregationTopology.ROUNDS_STORE));
        this.deadlines = new DeadlineIndex(context.getStateStore(AggregationTopology.DEADLINES_STORE));
        time.begin(context, deadlines, this::enforceDeadlines);
    }

    @Override
    public void process(Record<String, RoundEvent> record) {
        long now = time.now();
        String id = record.key();
        RoundState known = rounds.find(id);
        rounds.with(
                id,
                () -> aggregation.apply(known, record.value(), TraceContext.of(record.headers()), now),
                step -> carryOut(id, step, now));
    }

    private void enforceDeadlines(Set<Bytes> due, long now) {
        for (Bytes key : due) {
            String id = new String(key.get(), StandardCharsets.UTF_8);
            IsolatedErrors.isolate(() -> wake(id, now), "round " + id, () -> rounds.delete(id));
        }
    }

    private void wake(String id, long now) {
        RoundState known = rounds.find(id);
        if (known != null) {
            rounds.with(id, () -> aggregation.wake(known, now), step -> carryOut(id, step, now));
        }
    }

    private void carryOut(String id, RoundStep step, long now) {
        RewardMetrics metrics = parts.metrics();
        for (RoundEffect effect : step.effects()) {
            switch (effect) {
                case RoundEffect.Closed closed -> {
                    publish(closed.result(), closed.queries(), now);
                    // The learner waits for it, and rounds are few.
                    context.commit();
                    metrics.roundClosed(closed.result());
                }
                case RoundEffect.Noted noted -> {
                    ScoringNote note = noted.note();
                    metrics.feedbackIgnored(note.getTaskId(), note.getReason());
                    context.forward(new Record<>(note.getQueryId(), new AggregationResult.Noted(note), now));
                }
                case RoundEffect.Repeated repeated -> metrics.repeatedReward(repeated.taskId());
                case RoundEffect.Late late -> metrics.lateReward(late.taskId());
                case RoundEffect.Wake wake -> deadlines.add(wake.at(), id.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void publish(RoundResult result, List<TracedQuery> queries, long now) {
        Record<String, AggregationResult> record =
                new Record<>(result.getTaskId(), new AggregationResult.Closed(result), now);
        if (!queries.isEmpty()) {
            TraceContext.writeAll(parts.traces().closed(result, queries), record.headers());
        }
        context.forward(record);
    }
}
