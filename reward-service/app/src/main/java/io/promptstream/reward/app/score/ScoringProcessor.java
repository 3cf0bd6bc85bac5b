package io.promptstream.reward.app.score;

import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.DeadlineIndex;
import io.promptstream.reward.app.streams.IsolatedErrors;
import io.promptstream.reward.app.streams.RewardMetrics;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.app.streams.WallClockTime;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.reward.query.QueryKey;
import io.promptstream.reward.query.QueryScoring;
import io.promptstream.reward.query.ScoringEffect;
import io.promptstream.reward.query.ScoringEvent;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.trace.TraceContext;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Lets {@link QueryScoring} work on the state stores: publishes what follows, and wakes what is due. */
final class ScoringProcessor implements Processor<String, ScoringEvent, String, ScoringResult> {
    private final RewardParts parts;
    private final WallClockTime time;

    private ProcessorContext<String, ScoringResult> context;
    private DeadlineIndex deadlines;
    private QueryScoring scoring;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    ScoringProcessor(RewardParts parts) {
        this.parts = parts;
        this.time = parts.time().get();
    }

    @Override
    public void init(ProcessorContext<String, ScoringResult> context) {
        this.context = context;
        Deserializer<TaskOutput> outputs = parts.serdes().outputs().deserializer();
        String topic = parts.topics().outputs();
        StoredQueries store = new StoredQueries(
                context.getStateStore(ScoringTopology.QUERIES_STORE),
                context.getStateStore(ScoringTopology.ANSWERS_STORE),
                context.getStateStore(ScoringTopology.FEEDBACK_STORE),
                bytes -> outputs.deserialize(topic, bytes));
        scoring = new QueryScoring(store, parts.tasks(), parts.configuration().scoring());
        deadlines = new DeadlineIndex(context.getStateStore(ScoringTopology.DEADLINES_STORE));
        time.begin(context, deadlines, this::enforceDeadlines);
    }

    @Override
    public void process(Record<String, ScoringEvent> record) {
        long now = time.now();
        TraceContext trace = TraceContext.of(record.headers());
        carryOut(scoring.apply(record.key(), record.value(), record.timestamp(), trace, now), now);
    }

    private void enforceDeadlines(Set<Bytes> due, long now) {
        for (Bytes id : due) {
            QueryKey key = QueryKey.parse(id.get());
            IsolatedErrors.isolate(
                    () -> carryOut(scoring.wake(key, now), now),
                    "query " + key,
                    () -> carryOut(scoring.abandon(key, now), now));
        }
    }

    private void carryOut(List<ScoringEffect> effects, long now) {
        RewardMetrics metrics = parts.metrics();
        for (ScoringEffect effect : effects) {
            switch (effect) {
                case ScoringEffect.Rewarded rewarded -> {
                    metrics.rewarded(rewarded.output(), rewarded.reward());
                    reward(
                            rewarded.reward(),
                            parts.traces()
                                    .scored(rewarded.reward(), rewarded.trace(), rewarded.evidence(), rewarded.since()),
                            now);
                }
                case ScoringEffect.Noted noted -> {
                    ScoringNote note = noted.note();
                    if (noted.ignored()) {
                        metrics.feedbackIgnored(note.getTaskId(), note.getReason());
                    }
                    context.forward(new Record<>(note.getQueryId(), new ScoringResult.Noted(note), now));
                }
                case ScoringEffect.Unreferenced unreferenced -> metrics.unreferenced(unreferenced.taskId());
                case ScoringEffect.Repeated repeated -> metrics.repeatedOutput(repeated.taskId());
                case ScoringEffect.Unscorable unscorable ->
                    metrics.unscorable(unscorable.taskId(), unscorable.proposalId(), unscorable.reason());
                case ScoringEffect.Wake wake ->
                    deadlines.add(wake.at(), wake.key().bytes());
                case ScoringEffect.Unusable unusable ->
                    throw new UnusableEventException(DeadLetterReason.INVALID, unusable.reason());
            }
        }
    }

    private void reward(Reward reward, @Nullable TraceContext trace, long now) {
        Record<String, ScoringResult> record =
                new Record<>(reward.getQueryId(), new ScoringResult.Rewarded(reward), now);
        if (trace != null) {
            trace.writeTo(record.headers());
        }
        context.forward(record);
    }
}
