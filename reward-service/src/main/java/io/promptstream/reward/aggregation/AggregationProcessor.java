package io.promptstream.reward.aggregation;

import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.RewardConfiguration;
import io.promptstream.reward.RewardMetrics;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.kafka.DeadlineIndex;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the open rounds, and closes each when it is complete or when its window is over by the wall clock. */
final class AggregationProcessor implements Processor<String, RoundEvent, String, RoundResult> {
    private final Tasks tasks;
    private final RewardConfiguration configuration;
    private final RewardMetrics metrics;

    private ProcessorContext<String, RoundResult> context;
    private KeyValueStore<String, RoundState> rounds;
    private DeadlineIndex deadlines;
    private long enforceFrom;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    AggregationProcessor(Tasks tasks, RewardConfiguration configuration, RewardMetrics metrics) {
        this.tasks = tasks;
        this.configuration = configuration;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, RoundResult> context) {
        this.context = context;
        this.rounds = context.getStateStore(AggregationTopology.ROUNDS_STORE);
        this.deadlines = new DeadlineIndex(context.getStateStore(AggregationTopology.DEADLINES_STORE));
        this.enforceFrom =
                context.currentSystemTimeMs() + configuration.restartGrace().toMillis();
        context.schedule(configuration.tick(), PunctuationType.WALL_CLOCK_TIME, this::enforceDeadlines);
    }

    @Override
    public void process(Record<String, RoundEvent> record) {
        RoundEvent event = record.value();
        long now = context.currentSystemTimeMs();
        RoundState state = rounds.get(record.key());
        if (state == null) {
            state = open(record.key(), event.header(), now);
        }
        switch (state) {
            case RoundState.Open open -> take(record.key(), open, event, now);
            case RoundState.Closed ignored -> {
                if (event instanceof RoundEvent.Rewarded) {
                    metrics.lateReward(event.header().taskId());
                }
            }
        }
    }

    private RoundState.Open open(String roundId, RoundHeader header, long now) {
        Duration window = tasks.find(header.taskId()).map(Tasks::window).orElse(configuration.taskPatience());
        long deadline = now + window.toMillis();
        deadlines.add(deadline, roundId);
        return new RoundState.Open(new Round(header, Instant.ofEpochMilli(now)), deadline);
    }

    private void take(String roundId, RoundState.Open open, RoundEvent event, long now) {
        if (event instanceof RoundEvent.Rewarded rewarded && !open.round().add(rewarded)) {
            metrics.repeatedReward(event.header().taskId());
        }
        if (open.round().complete()) {
            close(roundId, open.round(), RoundClosing.COMPLETE, now);
        } else {
            rounds.put(roundId, open);
        }
    }

    private void close(String roundId, Round round, RoundClosing closing, long now) {
        String taskId = round.header().taskId();
        MissingRewards rule =
                tasks.find(taskId).map(Task::getReward).map(MissingRewards::of).orElseGet(MissingRewards.LeaveOut::new);
        context.forward(new Record<>(taskId, round.close(closing, rule, Instant.ofEpochMilli(now)), now));
        metrics.roundClosed(taskId, closing);
        long forgetAt = now
                + tasks.retention(taskId, configuration.closedRoundRetention()).toMillis();
        rounds.put(roundId, new RoundState.Closed(forgetAt));
        deadlines.add(forgetAt, roundId);
    }

    private void enforceDeadlines(long now) {
        if (now < enforceFrom) {
            return;
        }
        for (String roundId : deadlines.take(now)) {
            RoundState state = rounds.get(roundId);
            if (state == null) {
                continue;
            }
            switch (state) {
                case RoundState.Open open -> {
                    if (open.deadline() <= now) {
                        close(roundId, open.round(), RoundClosing.DEADLINE, now);
                    }
                }
                case RoundState.Closed closed -> {
                    if (closed.forgetAt() <= now) {
                        rounds.delete(roundId);
                    }
                }
            }
        }
    }
}
