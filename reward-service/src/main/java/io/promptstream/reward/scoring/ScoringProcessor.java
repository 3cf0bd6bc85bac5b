package io.promptstream.reward.scoring;

import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.RewardConfiguration;
import io.promptstream.reward.RewardMetrics;
import io.promptstream.reward.RewardParts;
import io.promptstream.reward.RewardTraces;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.kafka.DeadlineIndex;
import io.promptstream.reward.kafka.ProcessingTime;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of each query and publishes a reward as soon as an output can be scored. What waits is looked
 * at when its time has come.
 */
final class ScoringProcessor implements Processor<String, ScoringEvent, String, Reward> {
    private final Tasks tasks;
    private final Scorer scorer;
    private final Serde<TaskOutput> outputs;
    private final String outputsTopic;
    private final RewardConfiguration configuration;
    private final RewardMetrics metrics;
    private final RewardTraces traces;
    private final ProcessingTime time;

    private ProcessorContext<String, Reward> context;
    private KeyValueStore<String, QueryState> queries;
    private DeadlineIndex deadlines;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    ScoringProcessor(RewardParts parts) {
        this.tasks = parts.tasks();
        this.scorer = new Scorer(tasks, parts.metrics());
        this.outputs = parts.serdes().outputs();
        this.outputsTopic = parts.topics().outputs();
        this.configuration = parts.configuration();
        this.metrics = parts.metrics();
        this.traces = parts.traces();
        this.time = parts.time().get();
    }

    @Override
    public void init(ProcessorContext<String, Reward> context) {
        this.context = context;
        this.queries = context.getStateStore(ScoringTopology.QUERIES_STORE);
        this.deadlines = new DeadlineIndex(context.getStateStore(ScoringTopology.DEADLINES_STORE));
        time.begin(context, deadlines, this::enforceDeadlines);
    }

    @Override
    public void process(Record<String, ScoringEvent> record) {
        long now = time.of(record);
        TraceContext trace = TraceContext.of(record.headers());
        String queryId = record.key();
        QueryState state = queries.get(queryId);
        if (state == null) {
            Duration kept = tasks.retention(record.value().taskId(), configuration.queryRetention());
            state = new QueryState(now + kept.toMillis());
            deadlines.add(state.expiresAt(), queryId);
        }
        switch (record.value()) {
            case ScoringEvent.Referred referred -> {
                state.refer(referred.reference());
                reconsider(queryId, state, null, now);
            }
            case ScoringEvent.Advised advised -> {
                state.advise(advised.opinion());
                reconsider(queryId, state, trace, now);
            }
            case ScoringEvent.Answered answered -> {
                TaskOutput output = answered.output();
                if (state.knows(output.getProposalId())) {
                    metrics.repeatedOutput(output.getTaskId());
                    return;
                }
                if (waits(queryId, state, output, new Arrival(now, trace, null), now)) {
                    byte[] encoded = outputs.serializer().serialize(outputsTopic, output);
                    state.hold(new WaitingOutput(output.getProposalId(), now, encoded, trace));
                }
            }
        }
        queries.put(queryId, state);
    }

    private void enforceDeadlines(Set<String> due, long now) {
        for (String queryId : due) {
            QueryState state = queries.get(queryId);
            if (state == null) {
                continue;
            }
            reconsider(queryId, state, null, now);
            if (now >= state.expiresAt() && state.waiting().isEmpty()) {
                queries.delete(queryId);
            } else {
                queries.put(queryId, state);
            }
        }
    }

    /** Takes where the feedback's record stood that is the reason, if it is. */
    private void reconsider(String queryId, QueryState state, @Nullable TraceContext evidence, long now) {
        for (WaitingOutput waiting : state.waiting()) {
            TaskOutput output = outputs.deserializer().deserialize(outputsTopic, waiting.encoded());
            Arrival arrival = new Arrival(waiting.since(), waiting.trace(), evidence);
            if (!waits(queryId, state, output, arrival, now)) {
                state.release(waiting.proposalId());
            }
        }
    }

    /** Gives the output its reward if it is time; otherwise says whether the output waits on, or is given up. */
    private boolean waits(String queryId, QueryState state, TaskOutput output, Arrival arrival, long now) {
        Instant at = Instant.ofEpochMilli(now);
        return switch (scorer.decide(output, state.evidence(output.getProposalId()), at)) {
            case Decision.Give decided -> give(queryId, state, output, decided.reward(), arrival, now);
            case Decision.AwaitReference await -> {
                long deadline = arrival.since() + await.window().toMillis();
                boolean open = now < deadline;
                if (open) {
                    deadlines.add(deadline, queryId);
                } else {
                    metrics.unreferenced(output.getTaskId());
                }
                yield open;
            }
            case Decision.AwaitTask ignored -> {
                if (now >= arrival.since() + configuration.taskPatience().toMillis()) {
                    yield give(queryId, state, output, scorer.withoutTask(output, at), arrival, now);
                }
                deadlines.add(now + configuration.tick().toMillis(), queryId);
                yield true;
            }
        };
    }

    private boolean give(
            String queryId, QueryState state, TaskOutput output, Reward reward, Arrival arrival, long now) {
        state.reward(reward.getProposalId());
        metrics.rewarded(output, reward);
        Record<String, Reward> record = new Record<>(queryId, reward, now);
        TraceContext trace =
                traces.scored(reward, arrival.trace(), arrival.evidence(), Instant.ofEpochMilli(arrival.since()));
        if (trace != null) {
            trace.writeTo(record.headers());
        }
        context.forward(record);
        return false;
    }

    /**
     * How an output came here.
     *
     * @param since when it was first seen, in milliseconds since 1970
     * @param trace where its record stood in a trace
     * @param evidence where the record stood that it is looked at again for
     */
    private record Arrival(
            long since,
            @Nullable TraceContext trace,
            @Nullable TraceContext evidence) {}
}
