package io.promptstream.reward.query;

import io.promptstream.event.TaskOutput;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Gives the answers of a task that was deleted their final results: one that has no reward fails with
 * {@code TASK_DELETED}. A task that is put again under the same id is another one, with answers of its own to proposals that
 * may have the same ids; so answers of the tasks before are kept under other ids, and none is rewarded twice.
 */
final class DeletedTasks {
    /** Stands in no id of a proposal that a policy service writes. */
    private static final String OF_TASK = "@";

    private final QueryStore store;
    private final Scorer scorer;
    private final Consumer<ScoringEffect> effects;

    DeletedTasks(QueryStore store, Scorer scorer, Consumer<ScoringEffect> effects) {
        this.store = store;
        this.scorer = scorer;
        this.effects = effects;
    }

    /** An answer came whose proposal has the id of one of a later task, which has an answer already. */
    void take(QueryKey key, String proposalId, OpenAnswer answer, long now) {
        String id = proposalId + OF_TASK + answer.taskFrom();
        if (store.answer(key, id) == null) {
            fail(answer, now);
            store.put(key, id, new Answer.Closed(true, answer.taskFrom()));
        } else {
            effects.accept(new ScoringEffect.Repeated(key.taskId()));
        }
    }

    /** An answer is about to be taken whose proposal has the id of one of this earlier task. */
    void replace(QueryKey key, QueryState state, String proposalId, Answer earlier, long now) {
        String id = proposalId + OF_TASK + earlier.taskFrom();
        switch (earlier) {
            case Answer.Closed closed -> store.put(key, id, closed);
            case OpenAnswer open -> close(key, state, id, open, now);
        }
    }

    /**
     * The task was deleted and put again: answers of the task before end, those of the present one stay open, and nothing else
     * that is known of the query counts any more.
     *
     * @param known what is known of the query
     * @param begun what is known of it in the present task: nothing yet
     */
    void restart(QueryKey key, QueryState known, QueryState begun, long now) {
        store.forgetFeedback(key);
        for (String id : store.open(key)) {
            if (store.answer(key, id) instanceof OpenAnswer answer) {
                if (revision(answer) < begun.taskFrom()) {
                    close(key, known, id, answer, now);
                } else {
                    store.put(key, id, answer.numbered(begun.answers()));
                    begun.answered();
                    begun.opened();
                }
            }
        }
    }

    private static long revision(OpenAnswer answer) {
        return answer.output().event().getProvenance().getTaskRevision();
    }

    private void close(QueryKey key, QueryState state, String id, OpenAnswer answer, long now) {
        boolean waits = answer.given() == null;
        if (waits) {
            fail(answer, now);
        }
        store.put(key, id, new Answer.Closed(waits, answer.taskFrom()));
        state.closed();
    }

    private void fail(OpenAnswer answer, long now) {
        TaskOutput output = answer.output().event();
        effects.accept(answer.rewarded(scorer.ofDeletedTask(output, Instant.ofEpochMilli(now)), output, null));
    }
}
