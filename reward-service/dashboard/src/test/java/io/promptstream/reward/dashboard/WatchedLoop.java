package io.promptstream.reward.dashboard;

import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A viewer's loop whose clock and tasks are set, and what goes wrong in it. */
final class WatchedLoop {
    static final Duration HISTORY = Duration.ofMinutes(30);

    Instant now = Events.TIME;
    List<Task> tasks = List.of(Events.task());
    final LoopView view = view();

    private LoopView view() {
        LoopView view = new LoopView(() -> tasks, new TokenTexts(Map.of()), HISTORY, () -> now);
        view.readingBack(null);
        return view;
    }

    void answers(String queryId) {
        view.answered(TaskOutput.newBuilder(Events.output(queryId, LoopEvents.EXPLORE, 1, 0))
                .setProducedAt(now)
                .build());
    }

    void fails(String queryId, String message, Instant at) {
        view.answered(TaskOutput.newBuilder(Events.failure(queryId, LoopEvents.EXPLORE, FailureCode.MODEL_UNAVAILABLE))
                .setFailure(new Failure(FailureCode.MODEL_UNAVAILABLE, message))
                .setProducedAt(at)
                .build());
    }

    ScoringNote note(String queryId, @Nullable String proposalId, ScoringNoteReason reason, String message) {
        return ScoringNote.newBuilder()
                .setQueryId(queryId)
                .setTaskId(Events.TASK)
                .setProposalId(proposalId)
                .setReason(reason)
                .setMessage(message)
                .setNotedAt(now.minusSeconds(5))
                .build();
    }

    static DeadLetterRow letter(long offset, @Nullable String task, String queryId) {
        return new DeadLetterRow(
                "t.queries.dead-letters",
                0,
                offset,
                "t.queries",
                0,
                offset,
                queryId,
                task,
                queryId,
                "askedAt is wrong",
                null,
                "policy-service",
                Events.TIME.minusSeconds(2),
                8,
                true,
                null);
    }
}
