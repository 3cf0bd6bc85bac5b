package io.promptstream.reward.app.rescore;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.app.aggregate.StoredRounds;
import io.promptstream.reward.app.score.StoredQueries;
import io.promptstream.reward.app.streams.DeadlineIndex;
import io.promptstream.reward.app.streams.IsolatedErrors;
import io.promptstream.reward.app.streams.ReceivedOutput;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.event.EventChecks;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.reward.query.QueryKey;
import io.promptstream.reward.query.QueryScoring;
import io.promptstream.reward.query.ScoringEffect;
import io.promptstream.reward.query.ScoringEvent;
import io.promptstream.reward.round.RoundAggregation;
import io.promptstream.reward.round.RoundEffect;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEvents;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Scores and aggregates recorded events in the order of their times, which are the only time there is: what falls due between
 * two events is dealt with before the second one, each at its own time, so windows mean what they meant however fast the events
 * are read. The same events have the same results.
 */
final class RescoringFold implements AutoCloseable {
    private final LocalState state;
    private final Function<byte[], TaskOutput> outputs;
    private final QueryScoring scoring;
    private final DeadlineIndex queryDeadlines;
    private final RoundAggregation aggregation;
    private final StoredRounds rounds;
    private final DeadlineIndex roundDeadlines;
    private final List<RoundResult> results = new ArrayList<>();
    private long rewards;
    private long roundResults;

    /**
     * Begins with nothing.
     *
     * @param task with the reward to score by
     * @param outputs reads an output as it came
     * @param state closed with this object
     */
    RescoringFold(
            Task task, RewardConfiguration configuration, Function<byte[], TaskOutput> outputs, LocalState state) {
        Tasks tasks = taskId -> taskId.equals(task.getTaskId()) ? Optional.of(task) : Optional.empty();
        this.state = state;
        this.outputs = outputs;
        this.scoring = new QueryScoring(
                new StoredQueries(state.store(0), state.store(1), state.store(2), outputs),
                tasks,
                configuration.scoring());
        this.queryDeadlines = new DeadlineIndex(state.store(3));
        this.aggregation =
                new RoundAggregation(tasks, configuration.taskPatience(), configuration.closedRoundRetention(), true);
        this.rounds = new StoredRounds(state.store(4));
        this.roundDeadlines = new DeadlineIndex(state.store(5));
    }

    /**
     * The task as it is, with another reward. Its revision is never behind an output's: what live scoring scored under any
     * revision is scored.
     */
    static Task rescored(Task task, RewardDefinition reward) {
        return Task.newBuilder(task)
                .setReward(reward)
                .setRevision(Long.MAX_VALUE)
                .build();
    }

    /**
     * Takes a recorded event. One that live scoring made a dead letter of is skipped.
     *
     * @param encoded the event's bytes
     * @param time of the record or that of an earlier one which was later, in milliseconds since 1970
     */
    void take(String key, Object event, byte[] encoded, long time) {
        try {
            switch (event) {
                case Query query -> {
                    EventChecks.query(key, query);
                    score(
                            key,
                            new ScoringEvent.Asked(
                                    query.getTaskId(), query.getReference().orElse(null)),
                            time);
                }
                case Feedback feedback ->
                    score(key, new ScoringEvent.FeedbackGiven(EventChecks.feedback(key, feedback)), time);
                case TaskOutput output -> {
                    EventChecks.output(key, output);
                    score(key, new ScoringEvent.Answered(new ReceivedOutput(output, encoded, outputs)), time);
                }
                case PromptProposal proposal -> {
                    Optional<RoundEvent> opened = RoundEvents.of(EventChecks.proposal(key, proposal));
                    if (opened.isPresent()) {
                        aggregate(opened.get(), time);
                    }
                }
                default -> throw new IllegalStateException(event.getClass() + " is not recorded");
            }
        } catch (UnusableEventException | IllegalArgumentException e) {
            // Among the dead letters already.
        }
    }

    /** The range is over: rounds are closed that are due by then. */
    void end(long time) {
        wakeRounds(time);
    }

    /** The results since the last call, in order. */
    List<RoundResult> results() {
        List<RoundResult> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    /** How many rewards were given. */
    long rewards() {
        return rewards;
    }

    /** How many rounds were closed. */
    long roundResults() {
        return roundResults;
    }

    private void score(String key, ScoringEvent event, long time) {
        queryDeadlines.eachDue(time, (id, due) -> {
            QueryKey query = QueryKey.parse(id.get());
            IsolatedErrors.isolate(
                    () -> carryOut(scoring.wake(query, due), due),
                    "query " + query,
                    () -> carryOut(scoring.abandon(query, due), due));
        });
        carryOut(scoring.apply(key, event, time, null, time), time);
    }

    private void carryOut(List<ScoringEffect> effects, long time) {
        for (ScoringEffect effect : effects) {
            if (effect instanceof ScoringEffect.Rewarded rewarded) {
                reward(rewarded.reward(), time);
            } else if (effect instanceof ScoringEffect.Wake wake) {
                queryDeadlines.add(wake.at(), wake.key().bytes());
            }
        }
    }

    private void reward(Reward reward, long time) {
        rewards++;
        RoundEvents.of(reward).ifPresent(event -> aggregate(event, time));
    }

    private void aggregate(RoundEvent event, long time) {
        wakeRounds(time);
        String id = event.header().id();
        RoundState known = rounds.find(id);
        step(id, () -> aggregation.apply(known, event, null, time));
    }

    private void wakeRounds(long time) {
        roundDeadlines.eachDue(time, (key, due) -> {
            String id = new String(key.get(), StandardCharsets.UTF_8);
            RoundState known = rounds.find(id);
            if (known != null) {
                IsolatedErrors.isolate(
                        () -> step(id, () -> aggregation.wake(known, due)), "round " + id, () -> rounds.delete(id));
            }
        });
    }

    private void step(String id, Supplier<RoundStep> work) {
        rounds.with(id, work, step -> {
            for (RoundEffect effect : step.effects()) {
                if (effect instanceof RoundEffect.Closed closed) {
                    roundResults++;
                    results.add(closed.result());
                } else if (effect instanceof RoundEffect.Wake wake) {
                    roundDeadlines.add(wake.at(), id.getBytes(StandardCharsets.UTF_8));
                }
            }
        });
    }

    @Override
    public void close() {
        state.close();
    }
}
