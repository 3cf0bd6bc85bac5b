package io.promptstream.policy.app.propose;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.round.BegunRound;
import io.promptstream.policy.round.Proposals;
import io.promptstream.policy.round.Proposer;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the proposals that queries lead to, in the open transaction, and counts them once it is committed. */
final class ProposalPublisher {
    private static final Logger log = LoggerFactory.getLogger(ProposalPublisher.class);

    private final Transactions transactions;
    private final ProposalWriter writer;
    private final Function<String, Optional<PolicySnapshot>> snapshots;
    private final Proposer proposer;
    private final PolicyMetrics metrics;
    private final RoundsInFlight roundsInFlight;
    private final QueryTraces traces;
    private final UnexploredQueries unexplored;

    /** @param snapshots finds the newest snapshot of a task's policy */
    ProposalPublisher(
            Transactions transactions,
            ProposalWriter writer,
            Function<String, Optional<PolicySnapshot>> snapshots,
            Proposer proposer,
            PolicyMetrics metrics,
            RoundsInFlight roundsInFlight,
            QueryTraces traces) {
        this.transactions = transactions;
        this.writer = writer;
        this.snapshots = snapshots;
        this.proposer = proposer;
        this.metrics = metrics;
        this.roundsInFlight = roundsInFlight;
        this.traces = traces;
        this.unexplored = new UnexploredQueries(metrics);
    }

    /**
     * Sends what a query leads to.
     *
     * @return bytes that were sent
     * @throws OversizedRecordException if the topic does not take a proposal of that size; nothing is sent then
     */
    long answer(ConsumerRecord<String, byte[]> record, Query query, Task task) {
        TraceSpan received = traces.received(record, query);
        boolean answered = false;
        try {
            Optional<PolicySnapshot> newest = snapshots.apply(query.getTaskId());
            Optional<Evaluation> evaluation = query.getEvaluation();
            long sent = evaluation.isPresent()
                    ? measure(query, proposer.evaluate(task, query, evaluation.get(), newest), received)
                    : send(query, proposer.propose(task, query, newest), received);
            boolean stopped = Proposer.hasStopped(task, newest);
            transactions.afterCommit(() -> metrics.exploration(query.getTaskId(), stopped));
            answered = true;
            return sent;
        } finally {
            if (!answered) {
                traces.refused(received);
            }
        }
    }

    private long measure(Query query, List<PromptProposal> proposals, TraceSpan received) {
        long sent = writer.evaluate(proposals, received);
        String taskId = query.getTaskId();
        int count = proposals.size();
        transactions.afterCommit(() -> metrics.promptsMeasured(taskId, count));
        return sent;
    }

    private long send(Query query, Proposals proposals, TraceSpan received) {
        long sent = writer.send(proposals, received);
        String taskId = query.getTaskId();
        Instant askedAt = query.getAskedAt();
        Instant proposedAt = proposals.serve().getProvenance().getProposedAt();
        int explored = proposals.explore().size();
        Optional<Unexplored> reason = proposals.unexplored();
        transactions.afterCommit(() -> {
            metrics.queryServed(taskId, askedAt, proposedAt);
            reason.ifPresent(why -> unexplored.count(taskId, why));
        });
        noteRound(taskId, explored, proposals.roundsInFlight());
        return sent;
    }

    private void noteRound(String taskId, int proposals, int inFlight) {
        transactions.afterCommit(() -> {
            noteInFlight(taskId, inFlight);
            if (proposals > 0) {
                metrics.roundProposed(taskId, proposals);
            }
        });
    }

    /** Forgets the rounds of tasks that are gone. */
    void keep(Predicate<String> tasks) {
        Collection<String> gone = proposer.keep(tasks);
        gone.forEach(taskId -> noteInFlight(taskId, 0));
        unexplored.forget(gone);
    }

    /** Notices which rounds have been learned. */
    void settle() {
        proposer.settle(snapshots).forEach(this::noteInFlight);
    }

    /** The tasks that have rounds here. */
    Collection<String> taskIds() {
        return proposer.taskIds();
    }

    /**
     * Begins a round of the task if one may begin without another query.
     *
     * @return bytes that were sent
     */
    long beginRound(Task task) {
        try {
            Optional<BegunRound> round = proposer.begin(task, snapshots.apply(task.getTaskId()));
            if (round.isPresent()) {
                long sent = writer.send(round.get().explore());
                noteRound(
                        task.getTaskId(),
                        round.get().explore().size(),
                        round.get().roundsInFlight());
                return sent;
            }
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn(
                    "A round of task {} cannot be made; the queries that wait for one were only served",
                    task.getTaskId(),
                    e);
            proposer.drop(task);
            unexplored.count(task.getTaskId(), Unexplored.FAILED);
        }
        return 0;
    }

    private void noteInFlight(String taskId, int rounds) {
        roundsInFlight.put(taskId, rounds);
        metrics.roundsInFlight(taskId, rounds);
    }
}
