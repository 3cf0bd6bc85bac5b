package io.promptstream.reward.dashboard;

import io.promptstream.event.Feedback;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loop as people see it. Events are taken in any order and from one thread, viewers ask from any. Nothing here is
 * durable: after a start the recent past is read from the topics again.
 */
public final class LoopView {
    private final Supplier<List<Task>> tasks;
    private final TokenTexts texts;
    private final Duration history;
    private final InstantSource clock;
    private Instant readSince;
    private TaskViews views;
    private Journeys journeys = new Journeys();
    private DeadLetterLog deadLetters = new DeadLetterLog();
    private SystemState system = SystemState.UNKNOWN;
    private @Nullable Double readingBack = 0.0;
    /** What changes now is stamped with it; it grows whenever a viewer was told. */
    private long tick = 1;
    /** Who saw nothing since then has to forget what it saw. */
    private long cleared;

    /**
     * @param tasks those that there are now
     * @param history how much of the past is shown second by second
     */
    public LoopView(Supplier<List<Task>> tasks, TokenTexts texts, Duration history, InstantSource clock) {
        this.tasks = tasks;
        this.texts = texts;
        this.history = history;
        this.clock = clock;
        this.views = new TaskViews(tasks, texts);
        this.readSince = since();
    }

    /** What happened before is not shown. */
    public Instant since() {
        return clock.instant().minus(history);
    }

    public synchronized void asked(Query query, @Nullable String trace) {
        QueryKey key = new QueryKey(query.getTaskId(), query.getQueryId());
        journeys.text(key, query.getText());
        change(key, journey -> journey.traced(trace).asked(query));
        ifRecent(query.getAskedAt(), at -> of(query.getTaskId()).asked(at, tick));
    }

    public synchronized void proposed(PromptProposal proposal, @Nullable String trace) {
        QueryKey key = new QueryKey(proposal.getTaskId(), proposal.getQueryId());
        PromptText prompt = texts.of(proposal.getProvenance().getPrompt());
        change(key, journey -> journey.traced(trace).proposed(proposal, prompt));
        ifRecent(
                proposal.getProvenance().getProposedAt(),
                at -> of(proposal.getTaskId()).proposed(proposal, at, tick));
    }

    public synchronized void answered(TaskOutput output) {
        change(new QueryKey(output.getTaskId(), output.getQueryId()), journey -> journey.answered(output));
        ifRecent(output.getProducedAt(), at -> of(output.getTaskId()).answered(output, at, tick));
    }

    public synchronized void judged(Feedback feedback) {
        change(new QueryKey(feedback.getTaskId(), feedback.getQueryId()), journey -> journey.judged(feedback));
    }

    public synchronized void rewarded(Reward reward) {
        change(new QueryKey(reward.getTaskId(), reward.getQueryId()), journey -> journey.rewarded(reward));
        ifRecent(reward.getRewardedAt(), at -> of(reward.getTaskId()).rewarded(reward, at, tick));
    }

    /** Takes note of why a query was not rewarded, or feedback not used. */
    public synchronized void noted(ScoringNote note) {
        NoteRow row = NoteRow.of(note);
        change(new QueryKey(note.getTaskId(), note.getQueryId()), journey -> journey.noted(row));
        ifRecent(note.getNotedAt(), at -> of(note.getTaskId()).noted(row, note.getQueryId(), at, tick));
    }

    public synchronized void closed(RoundResult round) {
        journeys.closed(round, tick);
        TaskView task = of(round.getTaskId());
        task.closed(round, tick);
        ifRecent(round.getClosedAt(), at -> task.closed(at, tick));
    }

    public synchronized void stepped(PolicyEvent event) {
        Instant at = Plausible.time(event.getAt());
        journeys.stepped(event, at == null ? clock.instant() : at, tick);
        of(event.getTaskId()).stepped(event, tick);
    }

    /** A letter that does not say of which task it is, is of the one task that has the query. */
    public synchronized void deadLetter(DeadLetterRow read) {
        String queryId = read.queryId();
        DeadLetterRow letter = read.taskId() != null || queryId == null
                ? read
                : journeys.taskOf(queryId).map(read::ofTask).orElse(read);
        String task = letter.taskId();
        if (!deadLetters.add(letter, tick) || task == null) {
            return;
        }
        if (queryId != null) {
            change(new QueryKey(task, queryId), journey -> journey.noted(NoteRow.of(letter)));
        }
        ifRecent(letter.at(), at -> of(task).deadLetter(letter, at, tick));
    }

    /** Takes note of dead letters that are too old to be shown. */
    public synchronized void olderDeadLetters(String topic, long count) {
        deadLetters.addOlder(topic, count);
    }

    /** Takes note that a dead letter was put back on its topic. */
    public synchronized void republished(String topic, int partition, long offset, Instant at) {
        deadLetters.republished(DeadLetterRow.place(topic, partition, offset), at, tick);
    }

    public synchronized void system(SystemState now) {
        system = now;
    }

    /** Takes note of which share of the past has been read; null once all of it was. */
    public synchronized void readingBack(@Nullable Double share) {
        readingBack = share;
    }

    /** Forgets all events, before they are read again. */
    public synchronized void clear() {
        views = new TaskViews(tasks, texts);
        journeys = new Journeys();
        deadLetters = new DeadLetterLog();
        readSince = since();
        readingBack = 0.0;
        cleared = tick++;
    }

    /** Forgets what is older than the history. */
    public synchronized void forget() {
        Instant since = since();
        views.all().forEach(view -> view.forgetBefore(since, tick));
    }

    /** Whether there is such a task, or was one whose events are still shown. */
    public synchronized boolean knows(String taskId) {
        return views.find(taskId) != null || views.task(taskId).isPresent();
    }

    /**
     * What has changed.
     *
     * @param taskId of the views that are about a task
     * @param last the tick of the last update that the viewer has; 0 for none
     * @param forget whether the viewer is to forget what it has
     */
    synchronized Update update(View view, @Nullable String taskId, long last, boolean forget) {
        boolean outdated = last > 0 && last <= cleared;
        boolean reset = forget || outdated;
        long seen = outdated ? 0 : last;
        long now = tick++;
        Instant at = clock.instant();
        views.addExisting();
        TaskView task = taskId == null ? null : views.find(taskId);
        return new Update(
                at,
                now,
                reset,
                readingBack,
                since(),
                readSince,
                system.withDeadLetters(deadLetters.counts()),
                views.rows(at, readingBack == null),
                task != null && view == View.TASK ? task.secondsSince(seen) : null,
                task != null && view == View.TASK ? task.versionsSince(seen) : null,
                task != null && view == View.TASK ? task.failuresSince(seen) : null,
                task != null && view == View.PROMPTS ? task.promptsSince(seen, now) : null,
                taskId != null && view == View.STREAM ? journeys.rowsSince(Texts.id(taskId), seen) : null,
                view == View.DEAD_LETTERS ? deadLetters.rowsSince(seen) : null);
    }

    /** What failed of a task; empty where there is neither such a task nor an event of it. */
    public synchronized Optional<TaskFailures> failures(String taskId) {
        return failures().stream()
                .filter(task -> task.taskId().equals(Texts.id(taskId)))
                .findAny();
    }

    /** What failed of each task, by id. */
    public synchronized List<TaskFailures> failures() {
        views.addExisting();
        return views.failures(clock.instant(), readSince, readingBack == null);
    }

    /** A prompt of a task with the latest of its uses. */
    public synchronized Optional<PromptDetail> prompt(String taskId, String promptId) {
        return Optional.ofNullable(views.find(taskId)).flatMap(view -> view.prompt(promptId, journeys::text));
    }

    /** A query of a task with its proposals. */
    public synchronized Optional<JourneyDetail> query(String taskId, String queryId) {
        return journeys.find(new QueryKey(taskId, queryId))
                .map(journey ->
                        new JourneyDetail(journeys.row(journey), journey.items(), journey.notes(), journey.traceId()));
    }

    /** A dead letter that is among the latest. */
    public synchronized Optional<DeadLetterRow> deadLetter(String topic, int partition, long offset) {
        return deadLetters.find(DeadLetterRow.place(topic, partition, offset));
    }

    private TaskView of(String taskId) {
        return views.of(taskId);
    }

    private void change(QueryKey key, Consumer<Journey> event) {
        journeys.change(key, clock.instant(), tick, event);
    }

    /** An event's own time counts, as far as it is in the history; a time in the future is now. */
    private void ifRecent(Instant time, Consumer<Instant> counting) {
        Instant now = clock.instant();
        Instant at = time.isAfter(now) ? now : time;
        if (at.isAfter(now.minus(history))) {
            counting.accept(at);
        }
    }
}
