package io.promptstream.reward.query;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.function.RewardFunction;
import io.promptstream.reward.function.RewardFunctions;
import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.schemas.RewardKinds;
import java.util.Optional;

/**
 * Takes references and feedback. Each has one of these results, all but the first with a note: it counts; it is kept for
 * what is not known yet; it is skipped.
 */
final class FeedbackIntake {
    private static final String LATE =
            "the reward window of the answer is over; the feedback stays in its topic, where a replay finds it";
    private static final String LATE_REFERENCE =
            "the reward window of the answers is over; the reference counts for answers that are still to come";

    private final QueryStore store;
    private final Answers answers;
    private final ScoringNotes notes;
    private final Tasks tasks;
    private final RewardFunctions functions;

    FeedbackIntake(QueryStore store, Answers answers, ScoringNotes notes, Tasks tasks, RewardFunctions functions) {
        this.store = store;
        this.answers = answers;
        this.notes = notes;
        this.tasks = tasks;
        this.functions = functions;
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
    boolean take(QueryKey key, QueryState state, FeedbackItem item, long at, long now) {
        FeedbackState earlier = state.hasFeedback() ? store.feedback(key, item.proposalId()) : null;
        if (earlier != null && earlier.repeats(item, replaced(state, item, earlier))) {
            note(key, item, ScoringNoteReason.REPEATED, "the same was said before; it counts once", now);
            return false;
        }
        Optional<Task> task = tasks.find(key.taskId());
        if (task.isPresent() && !usable(key, state, item, task.get(), now)) {
            return false;
        }
        if (!timely(key, state, item, task.isPresent(), now)) {
            return false;
        }
        boolean tooLate = item.proposalId() == null && state.settled();
        if (earlier != null && !tooLate && earlier.contradicts(item)) {
            notes.ignored(
                    key,
                    item.proposalId(),
                    earlier.saidBy(),
                    ScoringNoteReason.SUPERSEDED,
                    "feedback \"" + Excerpt.of(item.feedbackId()) + "\" said otherwise later",
                    now);
        }
        store.put(key, item.proposalId(), earlier == null ? FeedbackState.first(item, at) : earlier.and(item, at));
        state.noteFeedback();
        return true;
    }

    private static boolean replaced(QueryState state, FeedbackItem item, FeedbackState earlier) {
        String reference = item.reference();
        return reference != null
                && item.proposalId() == null
                && state.reference() != null
                && state.referredAt() > earlier.saidAt()
                && !reference.equals(state.reference());
    }

    private boolean usable(QueryKey key, QueryState state, FeedbackItem item, Task task, long now) {
        Optional<RewardKinds.Basis> basis = RewardKinds.basis(task.getReward());
        if (basis.isPresent() && !item.has(basis.get())) {
            note(key, item, ScoringNoteReason.NOT_USED, needed(basis.get()), now);
            return false;
        }
        String reference = item.reference();
        Optional<String> objection = reference == null ? Optional.empty() : objection(task, reference);
        if (objection.isPresent() && reference != null) {
            state.reject(reference);
            note(key, item, objectionReason(key), objection.get(), now);
        }
        return objection.isEmpty();
    }

    private Optional<String> objection(Task task, String reference) {
        return functions.of(task).flatMap(function -> function.objection(reference, task));
    }

    private ScoringNoteReason objectionReason(QueryKey key) {
        return tasks.find(key.taskId())
                .flatMap(functions::of)
                .map(RewardFunction::objectionReason)
                .orElse(ScoringNoteReason.UNSCORABLE);
    }

    /** ScoringNotes what is not there yet, or no more; false where it is of no use any more. */
    private boolean timely(QueryKey key, QueryState state, FeedbackItem item, boolean taskKnown, long now) {
        if (!state.known()) {
            note(
                    key,
                    item,
                    taskKnown ? ScoringNoteReason.UNKNOWN_QUERY : ScoringNoteReason.UNKNOWN_TASK,
                    "no query of this id is known in "
                            + (taskKnown ? "the task" : "a task of this id, which is not known")
                            + "; it is kept for when it comes",
                    now);
            return true;
        }
        String proposalId = item.proposalId();
        if (proposalId == null) {
            if (state.settled()) {
                note(key, item, ScoringNoteReason.LATE, LATE, now);
            }
            return true;
        }
        return switch (store.answer(key, proposalId)) {
            case null -> {
                if (!proposalId.equals(served(key))) {
                    note(
                            key,
                            item,
                            ScoringNoteReason.UNKNOWN_PROPOSAL,
                            "the query has no answer of this proposal; it is kept for when one comes",
                            now);
                }
                yield true;
            }
            case Answer.Closed closed -> {
                note(
                        key,
                        item,
                        closed.failed() ? ScoringNoteReason.NOT_USED : ScoringNoteReason.LATE,
                        closed.failed() ? "there is no answer to judge: it failed" : LATE,
                        now);
                yield false;
            }
            case OpenAnswer open -> {
                boolean late = answers.over(key, open, now) && open.given() != null;
                if (late) {
                    note(key, item, ScoringNoteReason.LATE, LATE, now);
                }
                yield !late;
            }
        };
    }

    private static String served(QueryKey key) {
        return ProposalIds.withinTask(key.taskId(), ProposalIds.serve(key.taskId(), key.queryId()));
    }

    /** What rewards of a kind are made of, for who sent something else. */
    private static String needed(RewardKinds.Basis basis) {
        return switch (basis) {
            case REFERENCE -> "the task's rewards are made of a reference; send that";
            case RATING -> "the task's rewards are made of a rating; send that";
            case ANSWER -> "the task's rewards are made of the answers alone; send nothing";
        };
    }

    private void note(QueryKey key, FeedbackItem item, ScoringNoteReason reason, String message, long now) {
        notes.ignored(key, item.proposalId(), item.feedbackId(), reason, message, now);
    }
}
