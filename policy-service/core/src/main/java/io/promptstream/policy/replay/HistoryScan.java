package io.promptstream.policy.replay;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import java.util.Optional;
import java.util.UUID;

/**
 * Looks through the history for where the present policy began: a task that was deleted and re-created has more than one
 * beginning, and versions count from the last.
 */
final class HistoryScan implements ReplayPhase {
    private final EventLog<PolicyEvent> history;
    private final String taskId;
    private final long endVersion;
    private Optional<Long> beginning = Optional.empty();
    private Optional<PolicyEvent> first = Optional.empty();
    private Optional<UUID> endRound = Optional.empty();

    /** Also looks for the last round that was learned to {@code endVersion} at most. */
    HistoryScan(EventLog<PolicyEvent> history, String taskId, long endVersion) {
        this.history = history;
        this.taskId = taskId;
        this.endVersion = endVersion;
    }

    @Override
    public Step step() {
        Optional<Recorded<PolicyEvent>> next = history.next();
        if (next.isEmpty()) {
            return history.ended() ? Step.DONE : Step.WAITING;
        }
        if (taskId.equals(next.get().key())) {
            next.get().event().ifPresent(event -> note(event, next.get().offset()));
        }
        return Step.READ;
    }

    private void note(PolicyEvent event, long offset) {
        if (first.isEmpty()) {
            first = Optional.of(event);
        }
        if (event.getKind() == PolicyEventKind.BEGAN && event.getVersion() == 0) {
            beginning = Optional.of(offset);
            endRound = Optional.empty();
        }
        for (LearnedRound round : event.getLearned()) {
            if (round.getVersion().isPresent() && round.getVersion().get() <= endVersion) {
                endRound = Optional.of(round.getRoundId());
            }
        }
    }

    /**
     * Offset of the step by which the present policy began.
     *
     * @throws ReplayFailure if the history does not reach back to it
     */
    long beginning() throws ReplayFailure {
        if (beginning.isPresent()) {
            return beginning.get();
        }
        throw new ReplayFailure(
                first.isEmpty()
                        ? "the history holds nothing of task %s: it was not recorded, or is older than the topic keeps it; give a policy or a range to learn the recorded rounds by themselves"
                                .formatted(taskId)
                        : "the history of task %s begins with version %d, not with 0: what came before is older than the topic keeps it; give a policy or a range to learn the recorded rounds by themselves"
                                .formatted(taskId, first.get().getVersion()));
    }

    /** The last round that was learned to the asked version at most. */
    Optional<UUID> endRound() {
        return endRound;
    }

    @Override
    public void close() {
        history.close();
    }
}
