package io.promptstream.simulation.node;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.round.CurrentPolicies;
import io.promptstream.policy.round.Proposals;
import io.promptstream.policy.round.Proposer;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.simulation.log.LogRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Answers queries with proposals, as the proposer's loop does. */
final class ProposingBody extends Body {
    private static final long ROUND_BYTES = 1 << 20;

    private final Proposer proposer;

    ProposingBody(Surroundings around) {
        super(around, List.of(Topics.QUERIES));
        this.proposer = new Proposer(
                new CurrentPolicies(
                        around.policies(), kept -> around.snapshots().find(CandidateKeys.of(kept))),
                around.time().clock(),
                around.time()::nanos,
                around.ids(),
                ROUND_BYTES);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        if (records.isEmpty()) {
            proposer.settle(around.snapshots()::find);
        }
        records.forEach(this::answer);
        proposer.keep(taskId -> around.tasks().find(taskId).isPresent());
        for (String taskId : new TreeSet<>(proposer.taskIds())) {
            around.tasks().find(taskId).ifPresent(this::exploreOverdue);
        }
    }

    private void answer(LogRecord record) {
        Query query = (Query) Objects.requireNonNull(record.value());
        Optional<Task> task = around.task(query.getTaskId());
        if (task.isEmpty()) {
            producer.send(Topics.QUERIES + Topics.DEAD_LETTERS, query.getQueryId(), query);
            return;
        }
        Optional<Evaluation> evaluation = query.getEvaluation();
        if (evaluation.isPresent()) {
            send(proposer.evaluate(
                    task.get(), query, evaluation.get(), around.snapshots().find(query.getTaskId())));
            return;
        }
        Proposals proposals =
                proposer.propose(task.get(), query, around.snapshots().find(query.getTaskId()));
        send(List.of(proposals.serve()));
        send(proposals.explore());
    }

    private void exploreOverdue(Task task) {
        proposer.overdue(task, around.snapshots().find(task.getTaskId())).ifPresent(round -> send(round.explore()));
    }

    private void send(List<PromptProposal> proposals) {
        proposals.forEach(proposal -> producer.send(Topics.PROPOSALS, proposal.getQueryId(), proposal));
    }

    /** The tasks that rounds are kept of. */
    @Override
    public int size() {
        return proposer.taskIds().size();
    }
}
