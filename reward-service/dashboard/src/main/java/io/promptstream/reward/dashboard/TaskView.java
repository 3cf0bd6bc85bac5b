package io.promptstream.reward.dashboard;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.dashboard.TaskRow.Tokens;
import io.promptstream.reward.statistics.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is shown of one task. */
final class TaskView {
    private static final int MOST_LABELS = 100;

    private final String taskId;
    private final Memory memory;
    private final Timeline timeline;
    private final Versions versions;
    private final PromptBoard board;
    private final ContextBoard contexts;
    private final Failures failures = new Failures();
    private final Condition condition = new Condition(failures);

    TaskView(String taskId, TokenTexts texts, Memory memory) {
        this.taskId = taskId;
        this.memory = memory;
        this.timeline = new Timeline(memory::seconds);
        this.versions = new Versions(texts, memory::versions);
        this.board = new PromptBoard(texts, memory);
        this.contexts = new ContextBoard(texts);
    }

    void asked(Instant at, long tick) {
        timeline.at(at, tick).query();
        condition.asked(at);
    }

    void proposed(PromptProposal proposal, Instant at, long tick) {
        timeline.at(at, tick).proposal();
        contexts.served(proposal, at);
        if (proposal.getProvenance().getRole() == Role.SERVE
                && !proposal.getProvenance().getContextDecided()) {
            String before = versions.servedId();
            if (versions.served(proposal, at, tick)) {
                board.touch(before, tick);
                board.touch(versions.servedId(), tick);
            }
        }
    }

    void answered(TaskOutput output, Instant at, long tick) {
        timeline.at(at, tick).output(output);
        condition.answered(output.getFailure().isEmpty(), at);
        output.getFailure()
                .ifPresent(failure -> failures.add(
                        FailureRow.TASK_OUTPUTS,
                        failure.getCode().name(),
                        failure.getMessage(),
                        at,
                        Texts.id(output.getQueryId()),
                        tick));
    }

    void noted(NoteRow note, String queryId, Instant at, long tick) {
        if (note.failure()) {
            failures.add(FailureRow.SCORING_NOTES, note.reason(), note.message(), at, Texts.id(queryId), tick);
        }
        if (note.unrewarded() && note.proposalId() != null) {
            condition.rewarded(false, at);
        }
    }

    void deadLetter(DeadLetterRow letter, Instant at, long tick) {
        String reason = letter.reason() == null ? "no reason given" : letter.reason();
        failures.add(letter.shortTopic(), FailureRow.DEAD_LETTER, reason, at, letter.queryId(), tick);
        condition.answered(false, at);
    }

    /** Counts a reward; a corrected one takes the place of the one before, and one that was counted is not counted again. */
    void rewarded(Reward reward, Instant at, long tick) {
        CountedReward.Key key = new CountedReward.Key(taskId, reward.getProposalId());
        CountedReward before = memory.rewards().get(key);
        int revision = Math.max(0, reward.getRevision());
        if (before == null ? revision > 0 : revision <= before.revision()) {
            return;
        }
        if (before != null) {
            timeline.withdraw(before, tick);
            board.withdraw(before, tick);
        }
        Provenance provenance = reward.getProvenance();
        String promptId = PromptRecord.id(provenance.getPrompt().getText());
        long example = before == null ? memory.nextExample() : before.example();
        CountedReward counted = CountedReward.of(reward, revision, at, promptId, example);
        memory.rewards().put(key, counted);
        memory.examples().put(example, PromptRecord.Example.of(reward, at));
        timeline.rewarded(counted, tick);
        board.earned(provenance, counted, tick);
        contexts.earned(provenance, reward.getProposalId(), Plausible.number(reward.getValue()));
        if (reward.getFailure().isEmpty()) {
            condition.rewarded(true, at);
            if (provenance.getRole() == Role.EXPLORE) {
                condition.learning(at);
            }
        }
    }

    void closed(Instant at, long tick) {
        timeline.at(at, tick).round();
        condition.learning(at);
    }

    void closed(RoundResult round, long tick) {
        versions.closed(round, tick);
    }

    void stepped(PolicyEvent event, long tick) {
        versions.stepped(event, tick);
        contexts.stepped(event);
    }

    void forgetBefore(Instant time, long tick) {
        timeline.forgetBefore(time);
        versions.forget();
        board.forget(tick);
    }

    List<SecondRow> secondsSince(long tick) {
        return timeline.rowsSince(tick);
    }

    List<VersionRow> versionsSince(long tick) {
        return versions.rowsSince(tick);
    }

    List<PromptRow> promptsSince(long since, long tick) {
        return board.rowsSince(since, tick, versions.servedId());
    }

    @Nullable List<FailureRow> failuresSince(long tick) {
        return failures.rowsSince(tick);
    }

    /** A prompt with the latest of its uses. */
    Optional<PromptDetail> prompt(String id, Function<QueryKey, @Nullable String> inputs) {
        return board.find(id)
                .map(prompt -> PromptDetail.of(
                        prompt.row(prompt.id().equals(versions.servedId())),
                        prompt.examples().stream()
                                .map(memory.examples()::get)
                                .flatMap(Stream::ofNullable)
                                .toList(),
                        inputs));
    }

    /**
     * What failed.
     *
     * @param task null once it is deleted
     * @param since what failed before was not read
     * @param whole whether all of the past was read
     */
    TaskFailures failures(@Nullable Task task, Instant now, Instant since, boolean whole) {
        TaskHealth health = condition.at(now, task, whole);
        return new TaskFailures(
                taskId,
                health.state(),
                health.stateReason(),
                health.cannotLearn(),
                since,
                failures.total(),
                failures.rows());
    }

    /**
     * The task at a glance.
     *
     * @param task null once it is deleted
     * @param whole whether all of the past was read
     */
    TaskRow row(@Nullable Task task, Instant now, boolean whole) {
        Summary rewards = timeline.rewards();
        return new TaskRow(
                taskId,
                task == null ? null : Texts.cut(task.getDescription(), Texts.MESSAGE),
                task == null ? null : task.getKind().name(),
                task == null
                        ? List.of()
                        : task.getLabels().stream()
                                .limit(MOST_LABELS)
                                .map(label -> Texts.id(label.getName()))
                                .toList(),
                task == null ? null : task.getPolicy().getKind().name(),
                task == null ? null : task.getRevision(),
                task == null,
                task == null ? null : task.getReward().getKind().name(),
                task == null ? null : task.getPolicy().getMaxLag(),
                versions.current(),
                versions.stoppedSince(),
                versions.learned(),
                versions.leftOut(),
                versions.countedSince(),
                versions.lag(),
                versions.lastLearnedAt(),
                timeline.rates(now),
                timeline.earnings(now),
                versions.served(),
                contexts.rows(task),
                timeline.sparkline(now),
                new Tokens(rewards.promptTokens(), rewards.completionTokens()),
                timeline.sum(Second::outputs),
                timeline.sum(Second::failures),
                condition.at(now, task, whole));
    }
}
