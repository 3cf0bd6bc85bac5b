package io.promptstream.policy.app.propose;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.TaskLookup;
import io.promptstream.policy.app.loop.CommitBeforeRevocation;
import io.promptstream.policy.app.loop.Flaw;
import io.promptstream.policy.app.loop.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.round.OverdueRound;
import io.promptstream.policy.round.Proposals;
import io.promptstream.policy.round.Proposer;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordSize;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads queries and publishes proposals; both, and the dead letters, are committed in one transaction. A transaction takes
 * in several polls, so that each may be small: records are as large as their producers make them.
 */
public final class ProposerLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(ProposerLoop.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** Bounds a transaction: queries, and bytes that were read and written for them. */
    private static final int MOST_QUERIES = 200;

    private static final long MOST_BYTES = 16L << 20;

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final EventCodec codec;
    private final TaskLookup tasks;
    private final Snapshots snapshots;
    private final Proposer proposer;
    private final PolicyMetrics metrics;
    private final RoundsInFlight roundsInFlight;
    private final QueryTraces traces;
    private final ProposalWriter writer;
    private final UnexploredQueries unexplored;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private int queries;
    private long bytes;
    private boolean closed;

    ProposerLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventCodec codec,
            TopicCatalogue topics,
            TaskLookup tasks,
            Snapshots snapshots,
            Proposer proposer,
            PolicyMetrics metrics,
            RoundsInFlight roundsInFlight,
            QueryTraces traces) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.codec = codec;
        this.tasks = tasks;
        this.snapshots = snapshots;
        this.proposer = proposer;
        this.metrics = metrics;
        this.roundsInFlight = roundsInFlight;
        this.traces = traces;
        this.writer = new ProposalWriter(
                transactions, traces, topics.promptProposals().name());
        this.unexplored = new UnexploredQueries(metrics);
        consumer.subscribe(
                List.of(topics.queries().name()), new CommitBeforeRevocation(this::commitWhatIsOpen, () -> closed));
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (!tasks.ready() || !snapshots.ready()) {
            Thread.sleep(PAUSE);
            return;
        }
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            proposer.settle(snapshots::newest).forEach(this::noteInFlight);
        }
        while (!records.isEmpty()) {
            answer(records);
            records = queries < MOST_QUERIES && bytes < MOST_BYTES
                    ? consumer.poll(Duration.ZERO)
                    : ConsumerRecords.empty();
        }
        exploreOverdue();
        commitWhatIsOpen();
    }

    private void answer(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        tasks.polled();
        for (ConsumerRecord<String, byte[]> record : records) {
            queries++;
            bytes += RecordSize.of(record);
            Optional<Flaw> flaw = answer(record);
            flaw.ifPresent(found -> deadLetter(record, found));
        }
    }

    /** What keeps the record from being answered, if anything does; it keeps no other one. */
    private Optional<Flaw> answer(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            transactions.limits().check(record);
            return switch (codec.decode(record.topic(), record.value(), Query.class)) {
                case Decoded.Unreadable<Query> wrong -> Optional.of(Flaw.unreadable(wrong));
                case Decoded.Event<Query> decoded -> {
                    Optional<Flaw> flaw = Flaw.of(record.key(), decoded.event());
                    yield flaw.isPresent() ? flaw : answer(record, decoded.event());
                }
            };
        } catch (KafkaException e) {
            throw e;
        } catch (OversizedRecordException e) {
            return Optional.of(Flaw.tooLarge(e));
        } catch (RuntimeException e) {
            return Optional.of(Flaw.failed("the query cannot be answered: " + e.getMessage(), e));
        }
    }

    private Optional<Flaw> answer(ConsumerRecord<String, byte[]> record, Query query) throws InterruptedException {
        TraceSpan received = traces.received(record, query);
        boolean answered = false;
        try {
            Optional<Task> task = tasks.find(query.getTaskId());
            if (task.isEmpty()) {
                return Optional.of(Flaw.unknownTask(query.getTaskId()));
            }
            Optional<PolicySnapshot> newest = snapshots.newest(query.getTaskId());
            Optional<Evaluation> evaluation = query.getEvaluation();
            if (evaluation.isPresent()) {
                measure(query, proposer.evaluate(task.get(), query, evaluation.get(), newest), received);
            } else {
                send(query, proposer.propose(task.get(), query, newest), received);
            }
            answered = true;
            return Optional.empty();
        } finally {
            if (!answered) {
                traces.refused(received);
            }
        }
    }

    private void measure(Query query, List<PromptProposal> proposals, TraceSpan received) {
        bytes += writer.evaluate(proposals, received);
        String taskId = query.getTaskId();
        int count = proposals.size();
        afterCommit.add(() -> metrics.promptsMeasured(taskId, count));
    }

    private void send(Query query, Proposals proposals, TraceSpan received) {
        bytes += writer.send(proposals, received);
        String taskId = query.getTaskId();
        Instant askedAt = query.getAskedAt();
        Instant proposedAt = proposals.serve().getProvenance().getProposedAt();
        int explored = proposals.explore().size();
        Optional<Unexplored> reason = proposals.unexplored();
        afterCommit.add(() -> {
            metrics.queryServed(taskId, askedAt, proposedAt);
            reason.ifPresent(why -> unexplored.count(taskId, why));
        });
        noteRound(taskId, explored, proposals.roundsInFlight());
    }

    private void noteRound(String taskId, int proposals, int inFlight) {
        afterCommit.add(() -> {
            noteInFlight(taskId, inFlight);
            if (proposals > 0) {
                metrics.roundProposed(taskId, proposals);
            }
        });
    }

    /** Begins the rounds that have waited long enough, and forgets those of tasks that are gone. */
    private void exploreOverdue() {
        Collection<String> gone = proposer.keep(taskId -> tasks.known(taskId).isPresent());
        gone.forEach(taskId -> noteInFlight(taskId, 0));
        unexplored.forget(gone);
        for (String taskId : proposer.taskIds()) {
            if (bytes < MOST_BYTES) {
                tasks.known(taskId).ifPresent(this::exploreOverdue);
            }
        }
    }

    private void exploreOverdue(Task task) {
        try {
            Optional<OverdueRound> round = proposer.overdue(task, snapshots.newest(task.getTaskId()));
            if (round.isPresent()) {
                bytes += writer.send(round.get().explore());
                noteRound(
                        task.getTaskId(),
                        round.get().explore().size(),
                        round.get().roundsInFlight());
            }
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("The overdue round of task {} cannot be made; its queries were only served", task.getTaskId(), e);
            proposer.drop(task);
            unexplored.count(task.getTaskId(), Unexplored.FAILED);
        }
    }

    private void noteInFlight(String taskId, int rounds) {
        roundsInFlight.put(taskId, rounds);
        metrics.roundsInFlight(taskId, rounds);
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Flaw flaw) {
        transactions.deadLetter(record, flaw);
        String topic = record.topic();
        afterCommit.add(() -> metrics.deadLetter(topic, flaw.reason()));
    }

    private void commitWhatIsOpen() {
        if (queries == 0 && bytes == 0) {
            return;
        }
        transactions.commit(consumer);
        queries = 0;
        bytes = 0;
        traces.committed();
        afterCommit.forEach(Runnable::run);
        afterCommit.clear();
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        closed = true;
        try (consumer) {
            transactions.close();
        }
    }
}
