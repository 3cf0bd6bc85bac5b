package io.promptstream.policy.app.propose;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.OwnedPartitions;
import io.promptstream.kafka.PutBack;
import io.promptstream.kafka.Rejection;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.TaskFinder.Finding;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.app.loop.RecordChecks;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.round.OverdueRound;
import io.promptstream.policy.round.Proposals;
import io.promptstream.policy.round.Proposer;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordSize;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
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
    private final Function<ConsumerRecord<String, byte[]>, Decoded<Query>> decoder;
    private final TaskFinder tasks;
    private final PutBack putBack;
    private final EventRecords records;
    private final Function<String, Optional<PolicySnapshot>> snapshots;
    private final BooleanSupplier ready;
    private final Proposer proposer;
    private final PolicyMetrics metrics;
    private final RoundsInFlight roundsInFlight;
    private final QueryTraces traces;
    private final ProposalWriter writer;
    private final UnexploredQueries unexplored;
    private final OwnedPartitions<Boolean> owned;
    private int queries;
    private long bytes;

    /**
     * @param decoder throws a {@code RegistryException} if the registry is away
     * @param snapshots finds the newest snapshot of a task's policy
     * @param ready whether a missing task or snapshot means that there is none
     */
    ProposerLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventRecords records,
            Function<ConsumerRecord<String, byte[]>, Decoded<Query>> decoder,
            TopicCatalogue topics,
            TaskFinder tasks,
            Function<String, Optional<PolicySnapshot>> snapshots,
            BooleanSupplier ready,
            Proposer proposer,
            PolicyMetrics metrics,
            RoundsInFlight roundsInFlight,
            QueryTraces traces) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.decoder = decoder;
        this.records = records;
        this.tasks = tasks;
        this.putBack = new PutBack(consumer, tasks);
        this.owned = OwnedPartitions.committing(consumer, this::commitWhatIsOpen);
        this.snapshots = snapshots;
        this.ready = ready;
        this.proposer = proposer;
        this.metrics = metrics;
        this.roundsInFlight = roundsInFlight;
        this.traces = traces;
        this.writer = new ProposalWriter(
                transactions, records, traces, topics.promptProposals().name());
        this.unexplored = new UnexploredQueries(metrics);
        consumer.subscribe(List.of(topics.queries().name()), owned);
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (!ready.getAsBoolean()) {
            Thread.sleep(PAUSE);
            return;
        }
        ConsumerRecords<String, byte[]> polled = putBack.poll(POLL);
        if (polled.isEmpty()) {
            proposer.settle(snapshots).forEach(this::noteInFlight);
        }
        while (!polled.isEmpty()) {
            answer(polled);
            polled = queries < MOST_QUERIES && bytes < MOST_BYTES
                    ? putBack.poll(Duration.ZERO)
                    : ConsumerRecords.empty();
        }
        exploreOverdue();
        commitWhatIsOpen();
    }

    private void answer(ConsumerRecords<String, byte[]> polled) {
        for (ConsumerRecord<String, byte[]> record : polled) {
            if (!putBack.covers(record)) {
                queries++;
                bytes += RecordSize.of(record);
                answer(record).ifPresent(rejection -> deadLetter(record, rejection));
            }
        }
    }

    /** What keeps the record from being answered, if anything does; it keeps no other one. */
    private Optional<Rejection> answer(ConsumerRecord<String, byte[]> record) {
        try {
            records.limits().check(record);
            return switch (decoder.apply(record)) {
                case Decoded.Unreadable<Query> wrong -> Optional.of(Rejection.unreadable(wrong));
                case Decoded.Event<Query> decoded -> {
                    Optional<Rejection> rejection = RecordChecks.of(record.key(), decoded.event());
                    yield rejection.isPresent() ? rejection : answer(record, decoded.event());
                }
            };
        } catch (KafkaException e) {
            throw e;
        } catch (OversizedRecordException e) {
            return Optional.of(Rejection.tooLarge(e));
        } catch (RuntimeException e) {
            return Optional.of(Rejection.failed("the query cannot be answered: " + e.getMessage(), e));
        }
    }

    private Optional<Rejection> answer(ConsumerRecord<String, byte[]> record, Query query) {
        return switch (tasks.find(record, query.getTaskId())) {
            case Finding.Pending pending -> {
                putBack.put(record);
                yield Optional.empty();
            }
            case Finding.Missing missing -> {
                traces.refused(traces.received(record, query));
                yield Optional.of(Rejection.unknownTask(query.getTaskId()));
            }
            case Finding.Found found -> {
                answer(record, query, found.task());
                yield Optional.empty();
            }
        };
    }

    private void answer(ConsumerRecord<String, byte[]> record, Query query, Task task) {
        TraceSpan received = traces.received(record, query);
        boolean answered = false;
        try {
            Optional<PolicySnapshot> newest = snapshots.apply(query.getTaskId());
            Optional<Evaluation> evaluation = query.getEvaluation();
            if (evaluation.isPresent()) {
                measure(query, proposer.evaluate(task, query, evaluation.get(), newest), received);
            } else {
                send(query, proposer.propose(task, query, newest), received);
            }
            answered = true;
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
        transactions.afterCommit(() -> metrics.promptsMeasured(taskId, count));
    }

    private void send(Query query, Proposals proposals, TraceSpan received) {
        bytes += writer.send(proposals, received);
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
    }

    private void noteRound(String taskId, int proposals, int inFlight) {
        transactions.afterCommit(() -> {
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
            Optional<OverdueRound> round = proposer.overdue(task, snapshots.apply(task.getTaskId()));
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

    private void deadLetter(ConsumerRecord<String, byte[]> record, Rejection rejection) {
        transactions.send(records.deadLetter(record, rejection));
        String topic = record.topic();
        transactions.afterCommit(() -> metrics.deadLetter(topic, rejection.reason()));
    }

    private void commitWhatIsOpen() {
        if (queries == 0 && bytes == 0) {
            return;
        }
        transactions.commit(consumer);
        queries = 0;
        bytes = 0;
        traces.committed();
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        owned.closing();
        try (consumer) {
            transactions.close();
        }
    }
}
