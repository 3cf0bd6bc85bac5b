package io.promptstream.reward.query;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.function.Excerpt;
import io.promptstream.reward.function.RewardFunction;
import io.promptstream.schemas.ProposalIds;
import java.util.Optional;

/**
 * Takes references and feedback. Each has one of these results, all but the first with a note: it counts; it is kept for
 * what is not known yet; it is left out.
 */
final class Judgements {
    private static final String LATE =
            "the reward window of the answer is over; the feedback stays in its topic, where a replay finds it";
    private static final String LATE_REFERENCE =
            "the reward window of the answers is over; the reference counts for answers that are still to come";

    private final QueryStore store;
    private final Answers answers;
    private final Notes notes;
    private final Tasks tasks;

    Judgements(QueryStore store, Answers answers, Notes notes, Tasks tasks) {
        this.store = store;
        this.answers = answers;
        this.notes = notes;
        this.tasks = tasks;
    }

    /**
     * Takes the reference that came with a query.
     *
     * @param at time of the query's record, in milliseconds since 1970
     * @return whether answers may have to be judged again
     */
    boolean refer(QueryKey key, QueryState state, String reference, long at, long now) {
        String earlier = state.reference();
        if (reference.equals(earlier)) {
            return false;
        }
        Optional<String> objection = tasks.find(key.taskId()).flatMap(task -> objection(task, reference));
        if (objection.isPresent()) {
            state.reject(reference);
            notes.ignored(key, null, null, objectionReason(key), objection.get(), now);
            return false;
        }
        if (state.settled()) {
            notes.ignored(key, null, null, ScoringNoteReason.LATE, LATE_REFERENCE, now);
        } else if (earlier != null) {
            notes.ignored(
                    key,
                    null,
                    null,
                    ScoringNoteReason.SUPERSEDED,
                    "the reference \"" + Excerpt.of(earlier) + "\" of the query was replaced by \""
                            + Excerpt.of(reference) + "\"",
                    now);
        }
        state.refer(reference, at);
        return true;
    }

    /**
     * Takes feedback.
     *
     * @param at time of the feedback's record, in milliseconds since 1970
     * @return whether answers may have to be judged again
     */
    boolean advise(QueryKey key, QueryState state, Advice advice, long at, long now) {
        Opinion earlier = state.advised() ? store.opinion(key, advice.proposalId()) : null;
        if (earlier != null && earlier.repeats(advice, replaced(state, advice, earlier))) {
            note(key, advice, ScoringNoteReason.REPEATED, "the same was said before; it counts once", now);
            return false;
        }
        Optional<Task> task = tasks.find(key.taskId());
        if (task.isPresent() && !usable(key, state, advice, task.get(), now)) {
            return false;
        }
        if (!timely(key, state, advice, task.isPresent(), now)) {
            return false;
        }
        boolean tooLate = advice.proposalId() == null && state.settled();
        if (earlier != null && !tooLate && earlier.contradicts(advice)) {
            notes.ignored(
                    key,
                    advice.proposalId(),
                    earlier.saidBy(),
                    ScoringNoteReason.SUPERSEDED,
                    "feedback \"" + Excerpt.of(advice.feedbackId()) + "\" said otherwise later",
                    now);
        }
        store.put(key, advice.proposalId(), earlier == null ? Opinion.first(advice, at) : earlier.and(advice, at));
        state.advise();
        return true;
    }

    private static boolean replaced(QueryState state, Advice advice, Opinion earlier) {
        String reference = advice.reference();
        return reference != null
                && advice.proposalId() == null
                && state.reference() != null
                && state.referredAt() > earlier.saidAt()
                && !reference.equals(state.reference());
    }

    private boolean usable(QueryKey key, QueryState state, Advice advice, Task task, long now) {
        Optional<RewardFunction> function = RewardFunction.of(task.getReward());
        if (function.isPresent() && !function.get().wanted().in(advice.reference(), advice.rating())) {
            note(
                    key,
                    advice,
                    ScoringNoteReason.NOT_USED,
                    "the task's rewards are made of " + function.get().wanted().text() + "; send that",
                    now);
            return false;
        }
        String reference = advice.reference();
        Optional<String> objection = reference == null ? Optional.empty() : objection(task, reference);
        if (objection.isPresent() && reference != null) {
            state.reject(reference);
            note(key, advice, objectionReason(key), objection.get(), now);
        }
        return objection.isEmpty();
    }

    private static Optional<String> objection(Task task, String reference) {
        return RewardFunction.of(task.getReward()).flatMap(function -> function.objection(reference, task));
    }

    private ScoringNoteReason objectionReason(QueryKey key) {
        return tasks.find(key.taskId())
                .flatMap(task -> RewardFunction.of(task.getReward()))
                .map(RewardFunction::objectionReason)
                .orElse(ScoringNoteReason.UNSCORABLE);
    }

    /** Notes what is not there yet, or no more; false where it is of no use any more. */
    private boolean timely(QueryKey key, QueryState state, Advice advice, boolean taskKnown, long now) {
        if (!state.known()) {
            note(
                    key,
                    advice,
                    taskKnown ? ScoringNoteReason.UNKNOWN_QUERY : ScoringNoteReason.UNKNOWN_TASK,
                    "no query of this id is known in "
                            + (taskKnown ? "the task" : "a task of this id, which is not known")
                            + "; it is kept for when it comes",
                    now);
            return true;
        }
        String proposalId = advice.proposalId();
        if (proposalId == null) {
            if (state.settled()) {
                note(key, advice, ScoringNoteReason.LATE, LATE, now);
            }
            return true;
        }
        return switch (store.answer(key, proposalId)) {
            case null -> {
                if (!proposalId.equals(served(key))) {
                    note(
                            key,
                            advice,
                            ScoringNoteReason.UNKNOWN_PROPOSAL,
                            "the query has no answer of this proposal; it is kept for when one comes",
                            now);
                }
                yield true;
            }
            case Answer.Closed closed -> {
                note(
                        key,
                        advice,
                        closed.failed() ? ScoringNoteReason.NOT_USED : ScoringNoteReason.LATE,
                        closed.failed() ? "there is no answer to judge: it failed" : LATE,
                        now);
                yield false;
            }
            case OpenAnswer open -> {
                boolean late = answers.over(key, open, now) && open.given() != null;
                if (late) {
                    note(key, advice, ScoringNoteReason.LATE, LATE, now);
                }
                yield !late;
            }
        };
    }

    private static String served(QueryKey key) {
        return ProposalIds.withinTask(key.taskId(), ProposalIds.serve(key.taskId(), key.queryId()));
    }

    private void note(QueryKey key, Advice advice, ScoringNoteReason reason, String message, long now) {
        notes.ignored(key, advice.proposalId(), advice.feedbackId(), reason, message, now);
    }
}
