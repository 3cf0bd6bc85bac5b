package io.promptstream.reward.dashboard;

import io.promptstream.event.Label;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.dashboard.TaskRow.Served;
import io.promptstream.reward.dashboard.TaskRow.Tokens;
import io.promptstream.reward.statistics.Summary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is shown of one task. */
final class TaskView {
    private final String taskId;
    private final Timeline timeline = new Timeline();
    private final Versions versions;
    private final PromptBoard board;

    TaskView(String taskId, TokenTexts texts) {
        this.taskId = taskId;
        this.versions = new Versions(texts);
        this.board = new PromptBoard(texts);
    }

    void asked(Instant at, long tick) {
        timeline.at(at, tick).query();
    }

    void proposed(PromptProposal proposal, Instant at, long tick) {
        timeline.at(at, tick).proposal();
        if (proposal.getProvenance().getRole() == Role.SERVE) {
            String before = servedText();
            if (versions.served(proposal, tick)) {
                board.touch(before, tick);
                board.touch(servedText(), tick);
            }
        }
    }

    void answered(TaskOutput output, Instant at, long tick) {
        timeline.at(at, tick).output(output);
    }

    void rewarded(Reward reward, Instant at, long tick) {
        timeline.at(at, tick).reward(reward);
        timeline.started(at, Summary.of(reward));
        board.earned(reward, tick);
    }

    void closed(Instant at, long tick) {
        timeline.at(at, tick).round();
    }

    void closed(RoundResult round, long tick) {
        versions.closed(round, tick);
    }

    void stepped(PolicyEvent event, long tick) {
        versions.stepped(event, tick);
    }

    void forgetBefore(Instant time) {
        timeline.forgetBefore(time);
    }

    List<SecondRow> secondsSince(long tick) {
        return timeline.rowsSince(tick);
    }

    List<VersionRow> versionsSince(long tick) {
        return versions.rowsSince(tick);
    }

    List<PromptRow> promptsSince(long since, long tick) {
        return board.rowsSince(since, tick, servedText());
    }

    PromptBoard board() {
        return board;
    }

    /** Text of the prompt that is served. */
    @Nullable String servedText() {
        Served served = versions.served();
        return served == null ? null : served.prompt().text();
    }

    /** @param task null once it is deleted */
    TaskRow row(@Nullable Task task, Instant now) {
        Summary rewards = timeline.rewards();
        return new TaskRow(
                taskId,
                task == null ? null : task.getDescription(),
                task == null ? null : task.getKind().name(),
                task == null
                        ? List.of()
                        : task.getLabels().stream().map(Label::getName).toList(),
                task == null ? null : task.getPolicy().getKind().name(),
                task == null ? null : task.getRevision(),
                task == null,
                task == null ? null : task.getReward().getKind().name(),
                task == null ? null : task.getPolicy().getMaxLag(),
                versions.current(),
                versions.learned(),
                versions.leftOut(),
                versions.countedSince(),
                versions.lag(),
                versions.lastLearnedAt(),
                timeline.rates(now),
                timeline.earnings(now),
                versions.served(),
                timeline.sparkline(now),
                new Tokens(rewards.promptTokens(), rewards.completionTokens()),
                timeline.sum(Second::outputs),
                timeline.sum(Second::failures));
    }
}
