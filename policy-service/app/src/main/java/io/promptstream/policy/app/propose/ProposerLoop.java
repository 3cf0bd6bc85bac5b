package io.promptstream.policy.app.propose;

import io.promptstream.event.Query;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.OwnedPartitions;
import io.promptstream.kafka.PutBack;
import io.promptstream.kafka.Rejection;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.TaskFinder.Finding;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordSize;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/**
 * Reads queries and publishes proposals; both, and the dead letters, are committed in one transaction. A transaction takes
 * in several polls, so that each may be small: records are as large as their producers make them.
 */
public final class ProposerLoop implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Bounds a transaction: queries, and bytes that were read and written for them. */
    private static final int MOST_QUERIES = 200;

    private static final long MOST_BYTES = 16L << 20;

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final EventReader<Query> reader;
    private final TaskFinder tasks;
    private final PutBack putBack;
    private final EventRecords records;
    private final ProposalPublisher publisher;
    private final PolicyMetrics metrics;
    private final QueryTraces traces;
    private final OwnedPartitions<Boolean> owned;
    private int queries;
    private long bytes;

    /** Made once a missing task or snapshot means that there is none. */
    ProposerLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventRecords records,
            EventReader<Query> reader,
            TopicCatalogue topics,
            TaskFinder tasks,
            ProposalPublisher publisher,
            PolicyMetrics metrics,
            QueryTraces traces) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.records = records;
        this.reader = reader;
        this.tasks = tasks;
        this.putBack = new PutBack(consumer, tasks);
        this.owned = OwnedPartitions.committing(consumer, this::commitWhatIsOpen);
        this.publisher = publisher;
        this.metrics = metrics;
        this.traces = traces;
        consumer.subscribe(List.of(topics.queries().name()), owned);
    }

    @Override
    public void runOnce() throws InterruptedException {
        ConsumerRecords<String, byte[]> polled = putBack.poll(POLL);
        if (polled.isEmpty()) {
            publisher.settle();
        }
        while (!polled.isEmpty()) {
            answer(polled);
            polled = queries < MOST_QUERIES && bytes < MOST_BYTES
                    ? putBack.poll(Duration.ZERO)
                    : ConsumerRecords.empty();
        }
        beginRounds();
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
            return switch (reader.read(record)) {
                case EventReader.Result.Rejected<Query> bad -> Optional.of(bad.rejection());
                case EventReader.Result.Event<Query> good -> answer(record, good.event());
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
                bytes += publisher.answer(record, query, found.task());
                yield Optional.empty();
            }
        };
    }

    private void beginRounds() {
        publisher.keep(taskId -> tasks.known(taskId).isPresent());
        for (String taskId : publisher.taskIds()) {
            if (bytes < MOST_BYTES) {
                bytes += tasks.known(taskId).map(publisher::beginRound).orElse(0L);
            }
        }
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
