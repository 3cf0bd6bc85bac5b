package io.promptstream.reward.query;

import io.promptstream.event.Feedback;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.function.RewardFunctions;
import io.promptstream.schemas.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scoring as a function: from what is kept of a query, an event and the time to what is kept then, in the {@link QueryStore},
 * and what else follows. The same events at the same times have the same effects. Belongs to one thread.
 */
public final class QueryScoring {
    private final QueryStore store;
    private final Tasks tasks;
    private final ScoringSettings settings;
    private final List<ScoringEffect> effects = new ArrayList<>();
    private final ScoringNotes notes = new ScoringNotes(effects::add);
    private final DeletedTasks deletedTasks;
    private final Answers answers;
    private final FeedbackIntake feedbackIntake;

    public QueryScoring(QueryStore store, Tasks tasks, ScoringSettings settings) {
        this.store = store;
        this.tasks = tasks;
        this.settings = settings;
        RewardFunctions functions = new RewardFunctions();
        Scorer scorer = new Scorer(tasks, functions, effects::add);
        this.deletedTasks = new DeletedTasks(store, scorer, effects::add);
        this.answers = new Answers(store, scorer, deletedTasks, notes, tasks, settings, effects::add);
        this.feedbackIntake = new FeedbackIntake(store, answers, notes, tasks, functions);
    }

    /**
     * Takes an event of a query.
     *
     * @param at time of the event's record, in milliseconds since 1970
     * @param trace where the record stands in a trace
     * @param now when it is processed, in milliseconds since 1970
     */
    public List<ScoringEffect> apply(
            String queryId, ScoringEvent event, long at, @Nullable TraceContext trace, long now) {
        effects.clear();
        QueryKey key = new QueryKey(event.taskId(), queryId);
        switch (event) {
            case ScoringEvent.Asked asked -> ask(key, asked.reference(), at, now);
            case ScoringEvent.FeedbackGiven given -> takeFeedback(key, given.feedback(), at, trace, now);
            case ScoringEvent.Answered answered -> {
                QueryState state = state(key, now);
                answers.take(key, state, answered.output(), trace, now);
                store.put(key, state);
            }
        }
        return List.copyOf(effects);
    }

    /** Does what is due of a query, if anything is. */
    public List<ScoringEffect> wake(QueryKey key, long now) {
        effects.clear();
        QueryState state = store.find(key);
        if (state != null && state.wakesAt() <= now) {
            wake(key, state, now);
        }
        return List.copyOf(effects);
    }

    /** Forgets a query whose answers could not be dealt with. */
    public List<ScoringEffect> abandon(QueryKey key, long now) {
        effects.clear();
        store.forget(key);
        notes.unrewarded(
                key, null, ScoringNoteReason.UNSCORABLE, "its answers could not be dealt with; the log says why", now);
        return List.copyOf(effects);
    }

    private void ask(QueryKey key, @Nullable String reference, long at, long now) {
        QueryState state = state(key, now);
        boolean news = reference != null && feedbackIntake.refer(key, state, reference, at, now);
        state.know();
        if (news) {
            answers.reconsider(key, state, null, null, now);
        }
        store.put(key, state);
    }

    private void takeFeedback(QueryKey key, Feedback feedback, long at, @Nullable TraceContext trace, long now) {
        FeedbackItem item = FeedbackItem.of(feedback);
        if (!item.ratingUsable()) {
            String reason = "rating is " + item.rating() + "; write a number from -1000000 to 1000000";
            notes.ignored(key, item.proposalId(), item.feedbackId(), ScoringNoteReason.INVALID_RATING, reason, now);
            effects.add(new ScoringEffect.Unusable(reason));
            return;
        }
        if (!item.scores()) {
            notes.ignored(
                    key,
                    item.proposalId(),
                    item.feedbackId(),
                    ScoringNoteReason.NOT_USED,
                    "it has neither a reference nor a rating; a verdict is for people",
                    now);
            return;
        }
        QueryState state = state(key, now);
        if (feedbackIntake.take(key, state, item, at, now)) {
            answers.reconsider(key, state, item.proposalId(), trace, now);
        }
        store.put(key, state);
    }

    /** What is known of the query, of its present task. */
    private QueryState state(QueryKey key, long now) {
        QueryState known = store.find(key);
        return known == null ? begin(key, taskFrom(key), now) : current(key, known, now);
    }

    /** What is known, unless the task was deleted since and put again. */
    private QueryState current(QueryKey key, QueryState known, long now) {
        long taskFrom = taskFrom(key);
        if (known.taskFrom() == 0) {
            known.belong(taskFrom);
        }
        // A task that is not known here, or not yet as another instance knew it, says nothing.
        if (taskFrom <= known.taskFrom()) {
            return known;
        }
        QueryState begun = begin(key, taskFrom, now);
        deletedTasks.restart(key, known, begun, now);
        if (begun.open() > 0) {
            answers.wake(key, begun, now);
        }
        return begun;
    }

    private QueryState begin(QueryKey key, long taskFrom, long now) {
        long kept = tasks.retention(key.taskId(), settings.queryRetention()).toMillis();
        QueryState begun = new QueryState(now + kept);
        begun.belong(taskFrom);
        answers.wake(key, begun, begun.expiresAt());
        return begun;
    }

    private long taskFrom(QueryKey key) {
        return tasks.find(key.taskId()).map(Task::getFirstRevision).orElse(0L);
    }

    private void wake(QueryKey key, QueryState known, long now) {
        QueryState state = current(key, known, now);
        state.wakeAt(QueryState.NEVER);
        answers.reconsider(key, state, null, null, now);
        if (state.open() == 0 && now >= known.expiresAt()) {
            store.forget(key);
            return;
        }
        if (now < state.expiresAt()) {
            answers.wake(key, state, state.expiresAt());
        }
        store.put(key, state);
    }
}
