package io.promptstream.reward.round;

import io.promptstream.event.RoundClosing;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.round.RoundEvent.Correction;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aggregation as a function: from what is kept of a round, an event and the time to what is kept then and what else follows.
 * A round is closed once, when it is complete or when its window is over.
 */
public final class RoundAggregation {
    private final Tasks tasks;
    private final Duration taskPatience;
    private final Duration closedRetention;
    private final boolean onlyBegun;

    /**
     * @param taskPatience how long a round of an unknown task is open
     * @param closedRetention how long a closed round is remembered, and one window of its task more; two windows where that is
     *     longer
     * @param onlyBegun whether rounds have no result whose first proposal was not seen
     */
    public RoundAggregation(Tasks tasks, Duration taskPatience, Duration closedRetention, boolean onlyBegun) {
        this.tasks = tasks;
        this.taskPatience = taskPatience;
        this.closedRetention = closedRetention;
        this.onlyBegun = onlyBegun;
    }

    /**
     * Takes an event of a round.
     *
     * @param state what is kept of the round; taken over. Null: nothing
     * @param trace where the event's record stands in a trace
     * @param now when it is processed, in milliseconds since 1970
     */
    public RoundStep apply(@Nullable RoundState state, RoundEvent event, @Nullable TraceContext trace, long now) {
        return switch (state) {
            case RoundState.Closed closed -> new RoundStep(closed, List.of(), late(event, now));
            case RoundState.Open open -> take(open, event, trace, now, new ArrayList<>(), new ArrayList<>());
            case null -> open(event, trace, now);
        };
    }

    /** Closes or forgets a round whose time has come. */
    public RoundStep wake(RoundState state, long now) {
        boolean due = switch (state) {
            case RoundState.Open open -> open.deadline() <= now;
            case RoundState.Closed closed -> closed.forgetAt() <= now;
        };
        if (!due) {
            return new RoundStep(state, List.of(), List.of());
        }
        return switch (state) {
            case RoundState.Open open -> close(open, RoundClosing.DEADLINE, now, new ArrayList<>());
            case RoundState.Closed ignored -> new RoundStep(null, List.of(new RoundChange.Forgotten()), List.of());
        };
    }

    private RoundStep open(RoundEvent event, @Nullable TraceContext trace, long now) {
        RoundHeader header = event.header();
        Duration window = tasks.find(header.taskId()).map(Tasks::window).orElse(taskPatience);
        long deadline = now + window.toMillis();
        RoundState.Open opened =
                new RoundState.Open(new Round(header, Instant.ofEpochMilli(now)), deadline, false, new RoundTraces());
        List<RoundChange> changes = new ArrayList<>(List.of(new RoundChange.Header()));
        List<RoundEffect> effects = new ArrayList<>(List.of(new RoundEffect.Wake(deadline)));
        return take(opened, event, trace, now, changes, effects);
    }

    private RoundStep take(
            RoundState.Open before,
            RoundEvent event,
            @Nullable TraceContext trace,
            long now,
            List<RoundChange> changes,
            List<RoundEffect> effects) {
        RoundState.Open open = before.and(event);
        switch (event) {
            case RoundEvent.Opened ignored -> {
                if (!before.begun() && changes.isEmpty()) {
                    changes.add(new RoundChange.Header());
                }
            }
            case RoundEvent.Rewarded rewarded -> {
                if (!add(open, rewarded, trace, now, changes)) {
                    effects.add(new RoundEffect.Repeated(event.header().taskId()));
                }
            }
        }
        return open.round().complete() && (open.begun() || !onlyBegun)
                ? close(open, RoundClosing.COMPLETE, now, effects)
                : new RoundStep(open, changes, effects);
    }

    private static boolean add(
            RoundState.Open open,
            RoundEvent.Rewarded rewarded,
            @Nullable TraceContext trace,
            long now,
            List<RoundChange> changes) {
        Round round = open.round();
        boolean promptKnown = round.prompts().containsKey(rewarded.promptIndex());
        boolean featuresKnown =
                !rewarded.features().hasRemaining() || round.features().containsKey(rewarded.queryIndex());
        if (!round.add(rewarded)) {
            return false;
        }
        changes.add(round.neighbours(rewarded));
        if (!promptKnown) {
            changes.add(new RoundChange.PromptKnown(rewarded.promptIndex(), rewarded.prompt()));
        }
        if (!featuresKnown) {
            changes.add(new RoundChange.QueryKnown(rewarded.queryIndex(), rewarded.features()));
        }
        TracedQuery traced = open.traces().rewarded(rewarded.queryIndex(), trace, Instant.ofEpochMilli(now));
        if (traced != null) {
            changes.add(new RoundChange.QueryTraced(rewarded.queryIndex(), traced));
        }
        return true;
    }

    private RoundStep close(RoundState.Open open, RoundClosing closing, long now, List<RoundEffect> effects) {
        Round round = open.round();
        String taskId = round.header().taskId();
        MissingRewards rule =
                tasks.find(taskId).map(Task::getReward).map(MissingRewards::of).orElseGet(MissingRewards.LeaveOut::new);
        if (open.begun() || !onlyBegun) {
            effects.add(new RoundEffect.Closed(
                    round.close(closing, rule, Instant.ofEpochMilli(now)),
                    open.traces().queries()));
        }
        long forgetAt = now + tasks.retention(taskId, closedRetention).toMillis();
        effects.add(new RoundEffect.Wake(forgetAt));
        return new RoundStep(new RoundState.Closed(forgetAt), List.of(new RoundChange.Header()), effects);
    }

    private static List<RoundEffect> late(RoundEvent event, long now) {
        if (!(event instanceof RoundEvent.Rewarded rewarded)) {
            return List.of();
        }
        String taskId = rewarded.header().taskId();
        Correction correction = rewarded.correction();
        if (correction == null) {
            return List.of(new RoundEffect.Late(taskId));
        }
        return List.of(new RoundEffect.Noted(new ScoringNote(
                correction.queryId(),
                taskId,
                correction.proposalId(),
                null,
                ScoringNoteReason.ROUND_CLOSED,
                "the reward was corrected, but its round was closed with the earlier one",
                Instant.ofEpochMilli(now))));
    }
}
