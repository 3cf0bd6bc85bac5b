package io.promptstream.reward.query;

import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.function.Evidence;
import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives answers their rewards: as soon as they can be scored, again when they are to be judged by something else within the
 * reward window, and a final result when the window ends.
 */
final class Answers {
    private final QueryStore store;
    private final Scorer scorer;
    private final DeletedTasks deletedTasks;
    private final ScoringNotes notes;
    private final Tasks tasks;
    private final ScoringSettings settings;
    private final Consumer<ScoringEffect> effects;

    Answers(
            QueryStore store,
            Scorer scorer,
            DeletedTasks deletedTasks,
            ScoringNotes notes,
            Tasks tasks,
            ScoringSettings settings,
            Consumer<ScoringEffect> effects) {
        this.store = store;
        this.scorer = scorer;
        this.deletedTasks = deletedTasks;
        this.notes = notes;
        this.tasks = tasks;
        this.settings = settings;
        this.effects = effects;
    }

    /**
     * An output came; one of a proposal that has an answer already is skipped. A proposal of a task that was deleted and put
     * again may have the id of a proposal of the task before, and is another one.
     */
    void take(QueryKey key, QueryState state, KeptOutput kept, @Nullable TraceContext trace, long now) {
        TaskOutput output = kept.event();
        String proposalId = ProposalIds.withinTask(key.taskId(), output.getProposalId());
        long taskFrom = taskFrom(output.getProvenance(), state);
        Answer earlier = store.answer(key, proposalId);
        if (earlier != null && taskFrom != 0 && earlier.taskFrom() > taskFrom) {
            deletedTasks.take(key, proposalId, new OpenAnswer(0, now, taskFrom, kept, trace, null), now);
            return;
        }
        if (earlier != null && (taskFrom == 0 || earlier.taskFrom() == 0 || earlier.taskFrom() == taskFrom)) {
            effects.accept(new ScoringEffect.Repeated(key.taskId()));
            return;
        }
        if (earlier != null) {
            deletedTasks.replace(key, state, proposalId, earlier, now);
        }
        OpenAnswer answer = new OpenAnswer(state.answers(), now, taskFrom, kept, trace, null);
        state.answered();
        state.opened();
        settle(new Open(key, state, proposalId, output, answer), null, now, true);
    }

    /** Proposals of earlier releases do not name their task; then what is known of the query says it, if it can. */
    private static long taskFrom(Provenance provenance, QueryState state) {
        if (provenance.getTaskFirstRevision() != 0) {
            return provenance.getTaskFirstRevision();
        }
        return provenance.getTaskRevision() < state.taskFrom() ? 0 : state.taskFrom();
    }

    /**
     * Looks again at the open answers of a query, gives them what is due, and has the query looked at when the next is.
     *
     * @param proposalId the only one to look at; null: all
     * @param evidence where the record stood that is the reason
     */
    void reconsider(
            QueryKey key, QueryState state, @Nullable String proposalId, @Nullable TraceContext evidence, long now) {
        if (state.open() == 0) {
            return;
        }
        for (String id : proposalId == null ? store.open(key) : List.of(proposalId)) {
            if (store.answer(key, id) instanceof OpenAnswer answer) {
                if (answer.given() != null && over(key, answer, now)) {
                    close(key, state, id, answer, false);
                } else {
                    TaskOutput output = answer.output().event();
                    settle(new Open(key, state, id, output, answer), evidence, now, false);
                }
            }
        }
    }

    /** Whether the window is over in which the answer's reward may be corrected. */
    boolean over(QueryKey key, OpenAnswer answer, long now) {
        Duration window = tasks.find(key.taskId()).map(Tasks::window).orElse(settings.taskPatience());
        return now >= answer.since() + window.toMillis();
    }

    private void settle(Open open, @Nullable TraceContext evidence, long now, boolean fresh) {
        Instant at = Instant.ofEpochMilli(now);
        Decision decision =
                scorer.decide(open.output(), evidence(open), open.state().taskFrom(), at);
        GivenReward given = open.answer().given();
        if (given != null) {
            wakeAtEnd(open);
            if (decision instanceof Decision.Give give) {
                correct(open, given, give.reward(), evidence);
            }
            return;
        }
        switch (decision) {
            case Decision.Give give -> give(open, give, evidence, now);
            case Decision.AwaitReference await -> {
                if (now < open.answer().since() + await.window().toMillis()) {
                    keep(open, fresh, open.answer().since() + await.window().toMillis());
                } else {
                    giveUp(open, await.unusable(), evidence, now);
                }
            }
            case Decision.AwaitTask ignored -> {
                if (now < open.answer().since() + settings.taskPatience().toMillis()) {
                    keep(open, fresh, now + settings.tick().toMillis());
                } else {
                    noteOnce(
                            open,
                            ScoringNoteReason.UNKNOWN_TASK,
                            "the task is not known, or not in the revision that the proposal is of; put the task",
                            now);
                    publish(open, scorer.withoutTask(open.output(), at), evidence);
                    close(open, true);
                }
            }
        }
    }

    private List<Evidence> evidence(Open open) {
        boolean hasFeedback = open.state().hasFeedback();
        return open.state()
                .evidence(
                        hasFeedback ? store.feedback(open.key(), open.proposalId()) : null,
                        hasFeedback ? store.feedback(open.key(), null) : null);
    }

    private void give(Open open, Decision.Give give, @Nullable TraceContext evidence, long now) {
        String problem = give.problem();
        if (problem != null) {
            notes.unrewarded(open.key(), open.output().getProposalId(), ScoringNoteReason.UNSCORABLE, problem, now);
        }
        publish(open, give.reward(), evidence);
        if (give.reward().getFailure().isPresent()) {
            close(open, true);
        } else if (evaluates(open.output()) || over(open.key(), open.answer(), now)) {
            close(open, false);
        } else {
            store.put(open.key(), open.proposalId(), open.answer().with(GivenReward.first(give.reward())));
            wakeAtEnd(open);
        }
    }

    /** Whoever measures prompts waits for the first reward, and for none after it. */
    private static boolean evaluates(TaskOutput output) {
        return output.getProvenance().getRole() == Role.EVALUATE;
    }

    private void correct(Open open, GivenReward given, Reward reward, @Nullable TraceContext evidence) {
        if (reward.getFailure().isPresent() || !given.differs(reward)) {
            return;
        }
        publish(open, given.corrected(reward), evidence);
        store.put(open.key(), open.proposalId(), open.answer().with(given.replacedBy(reward)));
    }

    /** The window is over without anything to judge by. */
    private void giveUp(Open open, @Nullable String unusable, @Nullable TraceContext evidence, long now) {
        String rejected = unusable == null ? open.state().rejected() : unusable;
        if (rejected == null) {
            effects.accept(new ScoringEffect.Unreferenced(open.key().taskId()));
            noteOnce(
                    open,
                    ScoringNoteReason.NO_FEEDBACK,
                    "nothing to judge by came within the reward window; send it sooner, or lengthen the window",
                    now);
        } else {
            Instant at = Instant.ofEpochMilli(now);
            noteOnce(
                    open,
                    ScoringNoteReason.UNSCORABLE,
                    "only a reference that cannot be used came within the reward window: \"" + Excerpt.of(rejected)
                            + "\"",
                    now);
            publish(open, scorer.withoutUsableReference(open.output(), rejected, at), evidence);
        }
        close(open, false);
    }

    /** Has the query looked at no later than at the time; the state is to be put then. */
    void wake(QueryKey key, QueryState state, long at) {
        if (at < state.wakesAt()) {
            state.wakeAt(at);
            effects.accept(new ScoringEffect.Wake(key, at));
        }
    }

    private void noteOnce(Open open, ScoringNoteReason reason, String message, long now) {
        if (open.state().noteOnce(reason)) {
            notes.unrewarded(open.key(), null, reason, message, now);
        }
    }

    private void keep(Open open, boolean fresh, long until) {
        if (fresh) {
            store.put(open.key(), open.proposalId(), open.answer());
        }
        wake(open.key(), open.state(), until);
    }

    private void wakeAtEnd(Open open) {
        Duration window = tasks.find(open.key().taskId()).map(Tasks::window).orElse(settings.taskPatience());
        wake(open.key(), open.state(), open.answer().since() + window.toMillis());
    }

    private void close(Open open, boolean failed) {
        close(open.key(), open.state(), open.proposalId(), open.answer(), failed);
    }

    private void close(QueryKey key, QueryState state, String proposalId, OpenAnswer answer, boolean failed) {
        store.put(key, proposalId, new Answer.Closed(failed, answer.taskFrom()));
        state.closed();
    }

    private void publish(Open open, Reward reward, @Nullable TraceContext evidence) {
        effects.accept(open.answer().rewarded(reward, open.output(), evidence));
    }

    /** An answer without its final result, and what it is the answer to. */
    private record Open(QueryKey key, QueryState state, String proposalId, TaskOutput output, OpenAnswer answer) {}
}
