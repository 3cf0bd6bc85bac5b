package io.promptstream.reward.app.score;

import io.promptstream.event.Feedback;
import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.DeadlineIndex;
import io.promptstream.reward.app.streams.Faults;
import io.promptstream.reward.app.streams.ProcessingTime;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.trace.TraceContext;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Keeps the state of each query and publishes rewards and notes. What waits is looked at when its time has come. */
final class ScoringProcessor implements Processor<String, ScoringEvent, String, ScoringResult>, Outlet {
    private final RewardParts parts;
    private final ProcessingTime time;

    private ProcessorContext<String, ScoringResult> context;
    private QueryStore store;
    private Answers answers;
    private Judgements judgements;
    private Notes notes;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    ScoringProcessor(RewardParts parts) {
        this.parts = parts;
        this.time = parts.time().get();
    }

    @Override
    public void init(ProcessorContext<String, ScoringResult> context) {
        this.context = context;
        DeadlineIndex deadlines = new DeadlineIndex(context.getStateStore(ScoringTopology.DEADLINES_STORE));
        store = new QueryStore(
                context.getStateStore(ScoringTopology.QUERIES_STORE),
                context.getStateStore(ScoringTopology.ANSWERS_STORE),
                context.getStateStore(ScoringTopology.FEEDBACK_STORE),
                deadlines);
        notes = new Notes(this, parts.metrics());
        answers = new Answers(
                store,
                new Scorer(parts.tasks(), parts.metrics()),
                outputs(parts.serdes().outputs(), parts.topics().outputs()),
                notes,
                this,
                parts.tasks(),
                parts.configuration(),
                parts.metrics(),
                parts.traces());
        judgements = new Judgements(store, answers, notes, parts.tasks());
        time.begin(context, deadlines, this::enforceDeadlines);
    }

    private static Answers.Outputs outputs(Serde<TaskOutput> serde, String topic) {
        return new Answers.Outputs(
                output -> serde.serializer().serialize(topic, output),
                bytes -> serde.deserializer().deserialize(topic, bytes));
    }

    @Override
    public void process(Record<String, ScoringEvent> record) {
        long now = time.of(record);
        QueryKey key = new QueryKey(record.value().taskId(), record.key());
        TraceContext trace = TraceContext.of(record.headers());
        switch (record.value()) {
            case ScoringEvent.Asked asked -> ask(key, asked.reference(), record.timestamp(), now);
            case ScoringEvent.Advised advised -> advise(key, advised.feedback(), record.timestamp(), trace, now);
            case ScoringEvent.Answered answered -> {
                QueryState state = state(key, now);
                answers.take(key, state, answered.output(), trace, now);
                store.put(key, state);
            }
        }
    }

    private void ask(QueryKey key, @Nullable String reference, long at, long now) {
        QueryState state = state(key, now);
        boolean news = reference != null && judgements.refer(key, state, reference, at, now);
        state.know();
        if (news) {
            answers.reconsider(key, state, null, null, now);
        }
        store.put(key, state);
    }

    private void advise(QueryKey key, Feedback feedback, long at, @Nullable TraceContext trace, long now) {
        Advice advice = Advice.of(feedback);
        if (!advice.ratingUsable()) {
            String reason = "rating is " + advice.rating() + "; write a number from -1000000 to 1000000";
            notes.ignored(key, advice.proposalId(), advice.feedbackId(), ScoringNoteReason.INVALID_RATING, reason, now);
            throw new UnusableEventException(DeadLetterReason.INVALID, reason);
        }
        if (!advice.scores()) {
            notes.ignored(
                    key,
                    advice.proposalId(),
                    advice.feedbackId(),
                    ScoringNoteReason.NOT_USED,
                    "it has neither a reference nor a rating; a verdict is for people",
                    now);
            return;
        }
        QueryState state = state(key, now);
        if (judgements.advise(key, state, advice, at, now)) {
            answers.reconsider(key, state, advice.proposalId(), trace, now);
        }
        store.put(key, state);
    }

    /** What is known of the query; nothing where its task was deleted since and re-created. */
    private QueryState state(QueryKey key, long now) {
        long taskFrom =
                parts.tasks().find(key.taskId()).map(Task::getFirstRevision).orElse(0L);
        QueryState known = store.find(key);
        if (known != null && (taskFrom == 0 || known.taskFrom() == 0 || known.taskFrom() == taskFrom)) {
            known.belong(Math.max(known.taskFrom(), taskFrom));
            return known;
        }
        if (known != null) {
            store.forget(key);
        }
        long kept = parts.tasks()
                .retention(key.taskId(), parts.configuration().queryRetention())
                .toMillis();
        QueryState begun = new QueryState(now + kept);
        begun.belong(taskFrom);
        store.wake(key, begun, begun.expiresAt());
        return begun;
    }

    private void enforceDeadlines(Set<Bytes> due, long now) {
        for (Bytes id : due) {
            QueryKey key = QueryKey.parse(id.get());
            QueryState state = store.find(key);
            if (state != null && state.wakesAt() <= now) {
                Faults.passOver(() -> wake(key, state, now), "query " + key, () -> giveUp(key, now));
            }
        }
    }

    private void giveUp(QueryKey key, long now) {
        store.forget(key);
        notes.unrewarded(
                key, null, ScoringNoteReason.UNSCORABLE, "its answers could not be dealt with; the log says why", now);
    }

    private void wake(QueryKey key, QueryState state, long now) {
        state.wakeAt(QueryState.NEVER);
        answers.reconsider(key, state, null, null, now);
        if (state.open() == 0 && now >= state.expiresAt()) {
            store.forget(key);
            return;
        }
        if (now < state.expiresAt()) {
            store.wake(key, state, state.expiresAt());
        }
        store.put(key, state);
    }

    @Override
    public void reward(Reward reward, @Nullable TraceContext trace, long now) {
        Record<String, ScoringResult> record =
                new Record<>(reward.getQueryId(), new ScoringResult.Rewarded(reward), now);
        if (trace != null) {
            trace.writeTo(record.headers());
        }
        context.forward(record);
    }

    @Override
    public void note(ScoringNote note, long now) {
        context.forward(new Record<>(note.getQueryId(), new ScoringResult.Noted(note), now));
    }
}
