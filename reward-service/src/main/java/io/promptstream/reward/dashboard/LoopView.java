package io.promptstream.reward.dashboard;

import io.promptstream.event.Feedback;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    private final Map<String, TaskView> views = new TreeMap<>();
    private Instant readSince;
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
        this.readSince = since();
    }

    /** What happened before is not shown. */
    public Instant since() {
        return clock.instant().minus(history);
    }

    public synchronized void asked(Query query, @Nullable String trace) {
        String task = query.getTaskId();
        journeys.text(query.getQueryId(), query.getText());
        journeys.of(query.getQueryId(), task, tick).traced(trace).asked(query);
        ifRecent(query.getAskedAt(), at -> of(task).asked(at, tick));
    }

    public synchronized void proposed(PromptProposal proposal, @Nullable String trace) {
        String task = proposal.getTaskId();
        journeys.of(proposal.getQueryId(), task, tick)
                .traced(trace)
                .proposed(proposal, texts.of(proposal.getProvenance().getPrompt()));
        ifRecent(proposal.getProvenance().getProposedAt(), at -> of(task).proposed(proposal, at, tick));
    }

    public synchronized void answered(TaskOutput output) {
        String task = output.getTaskId();
        journeys.of(output.getQueryId(), task, tick).answered(output);
        ifRecent(output.getProducedAt(), at -> of(task).answered(output, at, tick));
    }

    public synchronized void judged(Feedback feedback) {
        journeys.of(feedback.getQueryId(), feedback.getTaskId(), tick).judged(feedback);
    }

    public synchronized void rewarded(Reward reward) {
        String task = reward.getTaskId();
        journeys.of(reward.getQueryId(), task, tick).rewarded(reward);
        ifRecent(reward.getRewardedAt(), at -> of(task).rewarded(reward, at, tick));
    }

    public synchronized void closed(RoundResult round) {
        journeys.closed(round, tick);
        of(round.getTaskId()).closed(round, tick);
        ifRecent(round.getClosedAt(), at -> of(round.getTaskId()).closed(at, tick));
    }

    public synchronized void stepped(PolicyEvent event) {
        journeys.stepped(event, tick);
        of(event.getTaskId()).stepped(event, tick);
    }

    public synchronized void deadLetter(DeadLetterRow letter) {
        deadLetters.add(letter, tick);
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
        views.clear();
        journeys = new Journeys();
        deadLetters = new DeadLetterLog();
        readSince = since();
        readingBack = 0.0;
        cleared = tick++;
    }

    /** Forgets what is older than the history. */
    public synchronized void forget() {
        Instant since = since();
        views.values().forEach(view -> view.forgetBefore(since));
    }

    /** Whether there is such a task, or was one whose events are still shown. */
    public synchronized boolean knows(String taskId) {
        return views.containsKey(taskId) || task(taskId).isPresent();
    }

    /**
     * What has changed.
     *
     * @param taskId of the views that are about a task
     * @param last the tick of the last update that the viewer has; 0 for none
     * @param anew whether the viewer is to forget what it has
     */
    synchronized Update update(View view, @Nullable String taskId, long last, boolean anew) {
        boolean outdated = last > 0 && last <= cleared;
        boolean reset = anew || outdated;
        long seen = outdated ? 0 : last;
        long now = tick++;
        Instant at = clock.instant();
        List<Task> existing = tasks.get();
        existing.forEach(task -> of(task.getTaskId()));
        TaskView task = taskId == null ? null : of(taskId);
        return new Update(
                at,
                now,
                reset,
                readingBack,
                since(),
                readSince,
                system.withDeadLetters(deadLetters.counts()),
                views.entrySet().stream()
                        .map(entry -> entry.getValue().row(find(existing, entry.getKey()), at))
                        .toList(),
                task != null && view == View.TASK ? task.secondsSince(seen) : null,
                task != null && view == View.TASK ? task.versionsSince(seen) : null,
                task != null && view == View.PROMPTS ? task.promptsSince(seen, now) : null,
                taskId != null && view == View.STREAM ? journeys.rowsSince(taskId, seen) : null,
                view == View.DEAD_LETTERS ? deadLetters.rowsSince(seen) : null);
    }

    /** A prompt of a task with the latest of its uses. */
    public synchronized Optional<PromptDetail> prompt(String taskId, String promptId) {
        return Optional.ofNullable(views.get(taskId))
                .flatMap(view -> view.board()
                        .find(promptId)
                        .map(prompt -> PromptDetail.of(
                                prompt.row(prompt.text().equals(view.servedText())),
                                prompt.examples(),
                                journeys::text)));
    }

    /** A query of a task with its proposals. */
    public synchronized Optional<JourneyDetail> query(String taskId, String queryId) {
        return journeys.find(taskId, queryId)
                .map(journey -> new JourneyDetail(journeys.row(journey), journey.items(), journey.traceId()));
    }

    /** A dead letter that is among the latest. */
    public synchronized Optional<DeadLetterRow> deadLetter(String topic, int partition, long offset) {
        return deadLetters.find(DeadLetterRow.place(topic, partition, offset));
    }

    private TaskView of(String taskId) {
        return views.computeIfAbsent(taskId, id -> new TaskView(id, texts));
    }

    private Optional<Task> task(String taskId) {
        return Optional.ofNullable(find(tasks.get(), taskId));
    }

    private static @Nullable Task find(List<Task> tasks, String taskId) {
        return tasks.stream()
                .filter(task -> task.getTaskId().equals(taskId))
                .findAny()
                .orElse(null);
    }

    /** An event's own time counts, as far as it is in the history; a time in the future is now. */
    private void ifRecent(Instant time, Consumer<Instant> counting) {
        Instant now = clock.instant();
        Stream.of(time.isAfter(now) ? now : time)
                .filter(at -> at.isAfter(now.minus(history)))
                .forEach(counting);
    }
}
