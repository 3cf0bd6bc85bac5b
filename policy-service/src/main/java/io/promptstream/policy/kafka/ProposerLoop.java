package io.promptstream.policy.kafka;

import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.metrics.PolicyMetrics;
import io.promptstream.policy.round.Proposals;
import io.promptstream.policy.round.Proposer;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.LoopBody;
import io.promptstream.service.TaskLookup;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Reads queries and publishes proposals; both, and the dead letters, are committed in one transaction. */
final class ProposerLoop implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final TaskLookup tasks;
    private final Snapshots snapshots;
    private final Proposer proposer;
    private final PolicyMetrics metrics;
    private final RoundsInFlight roundsInFlight;
    private final QueryTraces traces;
    private final List<Runnable> afterCommit = new ArrayList<>();

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
        this.topics = topics;
        this.tasks = tasks;
        this.snapshots = snapshots;
        this.proposer = proposer;
        this.metrics = metrics;
        this.roundsInFlight = roundsInFlight;
        this.traces = traces;
        consumer.subscribe(List.of(topics.queries().name()));
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
            return;
        }
        tasks.polled();
        for (ConsumerRecord<String, byte[]> record : records) {
            answer(record);
        }
        transactions.commit(consumer);
        traces.committed();
        afterCommit.forEach(Runnable::run);
        afterCommit.clear();
    }

    private void answer(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        switch (codec.decode(record.topic(), record.value(), Query.class)) {
            case Decoded.Unreadable<Query> wrong -> deadLetter(record, Flaw.unreadable(wrong));
            case Decoded.Event<Query> decoded -> {
                Optional<Flaw> flaw = Flaw.of(record.key(), decoded.event());
                if (flaw.isPresent()) {
                    deadLetter(record, flaw.get());
                } else {
                    answer(record, decoded.event());
                }
            }
        }
    }

    private void answer(ConsumerRecord<String, byte[]> record, Query query) throws InterruptedException {
        TraceSpan received = traces.received(record, query);
        Optional<Task> task = tasks.find(query.getTaskId());
        if (task.isEmpty()) {
            traces.refused(received);
            deadLetter(record, Flaw.unknownTask(query.getTaskId()));
            return;
        }
        Proposals proposals;
        try {
            proposals = proposer.propose(task.get(), query, snapshots.newest(query.getTaskId()));
        } catch (IllegalArgumentException e) {
            traces.refused(received);
            deadLetter(record, Flaw.failed(String.valueOf(e.getMessage()), e));
            return;
        }
        send(query, proposals, received);
    }

    private void noteInFlight(String taskId, int rounds) {
        roundsInFlight.put(taskId, rounds);
        metrics.roundsInFlight(taskId, rounds);
    }

    private void send(Query query, Proposals proposals, TraceSpan received) {
        String topic = topics.promptProposals().name();
        transactions.send(topic, query.getQueryId(), proposals.serve(), traces.served(proposals.serve(), received));
        Map<String, TraceContext> explored = traces.explored(proposals.explore());
        proposals
                .explore()
                .forEach(proposal ->
                        transactions.send(topic, proposal.getQueryId(), proposal, explored.get(proposal.getQueryId())));
        afterCommit.add(() -> {
            noteInFlight(query.getTaskId(), proposals.roundsInFlight());
            metrics.queryServed(
                    query.getTaskId(),
                    query.getAskedAt(),
                    proposals.serve().getProvenance().getProposedAt());
            if (!proposals.explore().isEmpty()) {
                metrics.roundProposed(query.getTaskId(), proposals.explore().size());
            }
        });
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Flaw flaw) {
        transactions.deadLetter(record, flaw);
        afterCommit.add(() -> metrics.deadLetter(record.topic(), flaw.reason()));
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try (consumer) {
            transactions.close();
        }
    }
}
