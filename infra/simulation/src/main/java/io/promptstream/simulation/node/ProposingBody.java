package io.promptstream.simulation.node;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.round.CurrentPolicies;
import io.promptstream.policy.round.Proposals;
import io.promptstream.policy.round.Proposer;
import io.promptstream.simulation.log.LogRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Answers queries with proposals, as the proposer's loop does. */
public class ProposingBody extends TransactionalBody {
    private static final long ROUND_BYTES = 1 << 20;

    private final Proposer proposer;

    public ProposingBody(Surroundings around) {
        super(around, List.of(Topics.QUERIES));
        this.proposer = new Proposer(
                new CurrentPolicies(around.policies(), around.snapshots()::whole),
                around.time().clock(),
                around.time()::nanos,
                new SplittableRandom(around.ids().get().getLeastSignificantBits()),
                around.ids(),
                ROUND_BYTES);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        if (records.isEmpty()) {
            proposer.settle(this::policy);
        }
        records.forEach(this::answer);
        proposer.keep(taskId -> around.tasks().find(taskId).isPresent());
        for (String taskId : new TreeSet<>(proposer.taskIds())) {
            around.tasks().find(taskId).ifPresent(this::beginRound);
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
            send(proposer.evaluate(task.get(), query, evaluation.get(), policy(query.getTaskId())));
            return;
        }
        Proposals proposals = proposer.propose(task.get(), query, policy(query.getTaskId()));
        send(List.of(proposals.serve()));
        send(proposals.explore());
    }

    private Optional<PolicySnapshot> policy(String taskId) {
        Optional<PolicySnapshot> newest = newest(taskId);
        newest.ifPresent(policy -> around.snapshots().saved(taskId).ifPresent(saved -> {
            if (policy.getVersion() != saved.snapshot().getVersion()) {
                around.coverage().count("policy served before its snapshot");
            }
            around.witness().served(saved.snapshot(), policy);
        }));
        return newest;
    }

    /** The policy that a task is served with. */
    protected Optional<PolicySnapshot> newest(String taskId) {
        return around.snapshots().newest(taskId);
    }

    private void beginRound(Task task) {
        proposer.begin(task, policy(task.getTaskId())).ifPresent(round -> send(round.explore()));
    }

    private void send(List<PromptProposal> proposals) {
        for (PromptProposal proposal : proposals) {
            String taskId = proposal.getTaskId();
            around.witness().proposed(taskId, proposal.getProvenance().getPolicyVersion(), newest(taskId));
            producer.send(Topics.PROPOSALS, proposal.getQueryId(), proposal);
        }
    }

    /** The tasks that rounds are kept of. */
    @Override
    public int size() {
        return proposer.taskIds().size();
    }
}
