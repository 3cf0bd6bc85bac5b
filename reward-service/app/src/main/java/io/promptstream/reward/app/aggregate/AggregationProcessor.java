package io.promptstream.reward.app.aggregate;

import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.reward.RewardMetrics;
import io.promptstream.reward.RewardTraces;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.app.streams.DeadlineIndex;
import io.promptstream.reward.app.streams.Faults;
import io.promptstream.reward.app.streams.ProcessingTime;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.round.MissingRewards;
import io.promptstream.reward.round.Round;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEvent.Correction;
import io.promptstream.reward.round.RoundHeader;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundTraces;
import io.promptstream.schemas.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the open rounds, and closes each when it is complete or when its window is over. */
final class AggregationProcessor implements Processor<String, @Nullable RoundEvent, String, AggregationResult> {
    private final Tasks tasks;
    private final RewardConfiguration configuration;
    private final RewardMetrics metrics;
    private final RewardTraces traces;
    private final ProcessingTime time;
    private final boolean onlyBegun;

    private ProcessorContext<String, AggregationResult> context;
    private KeyValueStore<String, RoundState> rounds;
    private DeadlineIndex deadlines;

    /**
     * @param onlyBegun whether rounds are skipped whose first proposal was not seen
     */
    @SuppressWarnings("NullAway.Init") // init comes before everything else
    AggregationProcessor(RewardParts parts, boolean onlyBegun) {
        this.tasks = parts.tasks();
        this.configuration = parts.configuration();
        this.metrics = parts.metrics();
        this.traces = parts.traces();
        this.time = parts.time().get();
        this.onlyBegun = onlyBegun;
    }

    @Override
    public void init(ProcessorContext<String, AggregationResult> context) {
        this.context = context;
        this.rounds = context.getStateStore(AggregationTopology.ROUNDS_STORE);
        this.deadlines = new DeadlineIndex(context.getStateStore(AggregationTopology.DEADLINES_STORE));
        time.begin(context, deadlines, this::enforceDeadlines);
    }

    @Override
    public void process(Record<String, @Nullable RoundEvent> record) {
        long now = time.of(record);
        RoundEvent event = record.value();
        if (event == null) {
            // Nothing happened; only the time has come.
            return;
        }
        RoundState state = rounds.get(record.key());
        if (state == null) {
            state = open(record.key(), event.header(), now);
        }
        switch (state) {
            case RoundState.Open open -> take(record, open.and(event), event, now);
            case RoundState.Closed ignored -> {
                if (event instanceof RoundEvent.Rewarded rewarded) {
                    late(rewarded, now);
                }
            }
        }
    }

    private void late(RoundEvent.Rewarded rewarded, long now) {
        String taskId = rewarded.header().taskId();
        Correction correction = rewarded.correction();
        if (correction == null) {
            metrics.lateReward(taskId);
            return;
        }
        metrics.feedbackIgnored(taskId, ScoringNoteReason.ROUND_CLOSED);
        ScoringNote note = new ScoringNote(
                correction.queryId(),
                taskId,
                correction.proposalId(),
                null,
                ScoringNoteReason.ROUND_CLOSED,
                "the reward was corrected, but its round was closed with the earlier one",
                Instant.ofEpochMilli(now));
        context.forward(new Record<>(note.getQueryId(), new AggregationResult.Noted(note), now));
    }

    private RoundState.Open open(String roundId, RoundHeader header, long now) {
        Duration window = tasks.find(header.taskId()).map(Tasks::window).orElse(configuration.taskPatience());
        long deadline = now + window.toMillis();
        deadlines.add(deadline, bytes(roundId));
        return new RoundState.Open(new Round(header, Instant.ofEpochMilli(now)), deadline, false, new RoundTraces());
    }

    private void take(Record<String, @Nullable RoundEvent> record, RoundState.Open open, RoundEvent event, long now) {
        String roundId = record.key();
        if (event instanceof RoundEvent.Rewarded rewarded) {
            if (open.round().add(rewarded)) {
                open.traces()
                        .rewarded(rewarded.queryIndex(), TraceContext.of(record.headers()), Instant.ofEpochMilli(now));
            } else {
                metrics.repeatedReward(event.header().taskId());
            }
        }
        if (open.round().complete() && (open.begun() || !onlyBegun)) {
            close(roundId, open, RoundClosing.COMPLETE, now);
        } else {
            rounds.put(roundId, open);
        }
    }

    private void close(String roundId, RoundState.Open open, RoundClosing closing, long now) {
        Round round = open.round();
        String taskId = round.header().taskId();
        MissingRewards rule =
                tasks.find(taskId).map(Task::getReward).map(MissingRewards::of).orElseGet(MissingRewards.LeaveOut::new);
        if (open.begun() || !onlyBegun) {
            RoundResult result = round.close(closing, rule, Instant.ofEpochMilli(now));
            forward(result, open.traces(), now);
            // The learner waits for it, and rounds are few.
            context.commit();
            metrics.roundClosed(result);
        }
        long forgetAt = now
                + tasks.retention(taskId, configuration.closedRoundRetention()).toMillis();
        rounds.put(roundId, new RoundState.Closed(forgetAt));
        deadlines.add(forgetAt, bytes(roundId));
    }

    private void forward(RoundResult result, RoundTraces traced, long now) {
        Record<String, AggregationResult> record =
                new Record<>(result.getTaskId(), new AggregationResult.Closed(result), now);
        if (!traced.isEmpty()) {
            TraceContext.writeAll(traces.closed(result, traced.queries()), record.headers());
        }
        context.forward(record);
    }

    private void enforceDeadlines(Set<Bytes> due, long now) {
        for (Bytes id : due) {
            String roundId = new String(id.get(), StandardCharsets.UTF_8);
            RoundState state = rounds.get(roundId);
            if (state != null) {
                Faults.passOver(() -> enforce(roundId, state, now), "round " + roundId, () -> rounds.delete(roundId));
            }
        }
    }

    private void enforce(String roundId, RoundState state, long now) {
        switch (state) {
            case RoundState.Open open -> {
                if (open.deadline() <= now) {
                    close(roundId, open, RoundClosing.DEADLINE, now);
                }
            }
            case RoundState.Closed closed -> {
                if (closed.forgetAt() <= now) {
                    rounds.delete(roundId);
                }
            }
        }
    }

    private static byte[] bytes(String roundId) {
        return roundId.getBytes(StandardCharsets.UTF_8);
    }
}
