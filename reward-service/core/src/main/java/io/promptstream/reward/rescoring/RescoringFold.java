package io.promptstream.reward.rescoring;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.event.EventChecks;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.reward.query.KeptOutput;
import io.promptstream.reward.query.QueryKey;
import io.promptstream.reward.query.QueryMemory;
import io.promptstream.reward.query.QueryScoring;
import io.promptstream.reward.query.QueryStore;
import io.promptstream.reward.query.ScoringEffect;
import io.promptstream.reward.query.ScoringEvent;
import io.promptstream.reward.query.ScoringSettings;
import io.promptstream.reward.round.RoundAggregation;
import io.promptstream.reward.round.RoundEffect;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEvents;
import io.promptstream.reward.round.RoundMemory;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundStep;
import io.promptstream.reward.round.RoundStore;
import io.promptstream.reward.state.DeadlineMemory;
import io.promptstream.reward.state.Deadlines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Scores and aggregates the recorded events of a task in the order of their times, which are the only time there is: what
 * falls due between two events is dealt with before the second one, each at its own time, so windows mean what they meant
 * however fast the events are read. The same events have the same results. Belongs to one thread.
 */
public final class RescoringFold {
    private final String taskId;
    private final Stores stores;
    private final Isolation isolation;
    private final QueryScoring scoring;
    private final RoundAggregation aggregation;
    private final List<RoundResult> results = new ArrayList<>();
    private long time;
    private long rewards;
    private long roundResults;

    /** What the fold keeps; empty at first. */
    public record Stores(QueryStore queries, Deadlines queryDeadlines, RoundStore rounds, Deadlines roundDeadlines) {
        public static Stores inMemory() {
            return new Stores(new QueryMemory(), new DeadlineMemory(), new RoundMemory(), new DeadlineMemory());
        }
    }

    /** Keeps an error in one thing that is due from the others. */
    @FunctionalInterface
    public interface Isolation {
        /**
         * Does it.
         *
         * @param what for people
         * @param giveUp leaves nothing behind that would be due again
         */
        void isolate(Runnable action, String what, Runnable giveUp);
    }

    /**
     * Begins with nothing.
     *
     * @param task with the reward to score by
     */
    public RescoringFold(
            Task task, ScoringSettings settings, Duration closedRoundRetention, Stores stores, Isolation isolation) {
        Tasks tasks = id -> id.equals(task.getTaskId()) ? Optional.of(task) : Optional.empty();
        this.taskId = task.getTaskId();
        this.stores = stores;
        this.isolation = isolation;
        this.scoring = new QueryScoring(stores.queries(), tasks, settings);
        this.aggregation = new RoundAggregation(tasks, settings.taskPatience(), closedRoundRetention, true);
    }

    /**
     * The task as it is, with another reward. Its revision is never behind an output's: what live scoring scored under any
     * revision is scored.
     */
    public static Task rescored(Task task, RewardDefinition reward) {
        return Task.newBuilder(task)
                .setReward(reward)
                .setRevision(Long.MAX_VALUE)
                .build();
    }

    /**
     * Takes a recorded event. Those of other tasks are skipped, and what only measures prompts: it teaches nothing, live or
     * again. So is one that live scoring made a dead letter of.
     *
     * @param at time of the record, in milliseconds since 1970; it counts as the latest so far where it is earlier
     * @param kept makes what is kept of an output
     */
    public void take(String key, Object event, long at, Function<TaskOutput, KeptOutput> kept) {
        if (!concerns(event)) {
            return;
        }
        time = Math.max(time, at);
        try {
            switch (event) {
                case Query query -> {
                    EventChecks.query(key, query);
                    score(
                            key,
                            new ScoringEvent.Asked(
                                    query.getTaskId(), query.getReference().orElse(null)));
                }
                case Feedback feedback ->
                    score(key, new ScoringEvent.FeedbackGiven(EventChecks.feedback(key, feedback)));
                case TaskOutput output -> {
                    EventChecks.output(key, output);
                    score(key, new ScoringEvent.Answered(kept.apply(output)));
                }
                case PromptProposal proposal ->
                    RoundEvents.of(EventChecks.proposal(key, proposal)).ifPresent(opened -> aggregate(opened, time));
                default -> throw new IllegalStateException(event.getClass() + " is not recorded");
            }
        } catch (UnusableEventException | IllegalArgumentException e) {
            // Among the dead letters already.
        }
    }

    private boolean concerns(Object event) {
        return switch (event) {
            case Query query ->
                query.getTaskId().equals(taskId) && query.getEvaluation().isEmpty();
            case PromptProposal proposal -> proposal.getTaskId().equals(taskId) && !evaluates(proposal.getProvenance());
            case TaskOutput output -> output.getTaskId().equals(taskId) && !evaluates(output.getProvenance());
            case Feedback feedback -> feedback.getTaskId().equals(taskId);
            default -> false;
        };
    }

    private static boolean evaluates(Provenance provenance) {
        return provenance.getRole() == Role.EVALUATE;
    }

    /** The range is over: rounds are closed that are due by then, in milliseconds since 1970. */
    public void end(long at) {
        wakeRounds(Math.max(time, at));
    }

    /** The results since the last call, in order. */
    public List<RoundResult> results() {
        List<RoundResult> taken = List.copyOf(results);
        results.clear();
        return taken;
    }

    /** How many rewards were given. */
    public long rewards() {
        return rewards;
    }

    /** How many rounds were closed. */
    public long roundResults() {
        return roundResults;
    }

    private void score(String key, ScoringEvent event) {
        stores.queryDeadlines().eachDue(time, (id, due) -> {
            QueryKey query = QueryKey.parse(id);
            isolation.isolate(
                    () -> carryOut(scoring.wake(query, due), due),
                    "query " + query,
                    () -> carryOut(scoring.abandon(query, due), due));
        });
        carryOut(scoring.apply(key, event, time, null, time), time);
    }

    private void carryOut(List<ScoringEffect> effects, long now) {
        for (ScoringEffect effect : effects) {
            if (effect instanceof ScoringEffect.Rewarded rewarded) {
                rewards++;
                RoundEvents.of(rewarded.reward()).ifPresent(event -> aggregate(event, now));
            } else if (effect instanceof ScoringEffect.Wake wake) {
                stores.queryDeadlines().add(wake.at(), wake.key().bytes());
            }
        }
    }

    private void aggregate(RoundEvent event, long now) {
        wakeRounds(now);
        String id = event.header().id();
        RoundState known = stores.rounds().find(id);
        step(id, () -> aggregation.apply(known, event, null, now));
    }

    private void wakeRounds(long now) {
        stores.roundDeadlines().eachDue(now, (key, due) -> {
            String id = new String(key, StandardCharsets.UTF_8);
            RoundState known = stores.rounds().find(id);
            if (known != null) {
                isolation.isolate(
                        () -> step(id, () -> aggregation.wake(known, due)),
                        "round " + id,
                        () -> stores.rounds().delete(id));
            }
        });
    }

    private void step(String id, Supplier<RoundStep> work) {
        stores.rounds().with(id, work, step -> {
            for (RoundEffect effect : step.effects()) {
                if (effect instanceof RoundEffect.Closed closed) {
                    roundResults++;
                    results.add(closed.result());
                } else if (effect instanceof RoundEffect.Wake wake) {
                    stores.roundDeadlines().add(wake.at(), id.getBytes(StandardCharsets.UTF_8));
                }
            }
        });
    }
}
