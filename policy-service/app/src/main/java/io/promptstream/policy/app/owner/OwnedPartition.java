package io.promptstream.policy.app.owner;

import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.TopicReader;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a compacted topic, for whoever has its transactional id: what is read before a change is all that there
 * is, because a change that another instance commits in between makes the broker refuse this one. Belongs to one thread at
 * a time.
 */
public final class OwnedPartition<T extends SpecificRecord> implements AutoCloseable {
    /** Who waits for a change is a request. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TopicPartition partition;
    private final EventCodec codec;
    private final RecordLimits limits;
    private final KeyedEvents<T> events;
    private final Supplier<Transactions> factory;
    private final Supplier<? extends Consumer<String, byte[]>> readers;
    private final Map<String, Known<T>> newest = new HashMap<>();
    private long written;
    private @Nullable Transactions transactions;
    private @Nullable TopicReader reader;

    /**
     * @param factory makes transactions of the partition's transactional id, which take it from everyone else
     * @param readers make consumers without a group that see committed records only
     */
    OwnedPartition(
            TopicPartition partition,
            EventCodec codec,
            RecordLimits limits,
            KeyedEvents<T> events,
            Supplier<Transactions> factory,
            Supplier<? extends Consumer<String, byte[]>> readers) {
        this.partition = partition;
        this.codec = codec;
        this.limits = limits;
        this.events = events;
        this.factory = factory;
        this.readers = readers;
    }

    /**
     * What came of a change.
     *
     * @param event null: there is none now
     * @param end of what the partition holds with it
     */
    public record Changed<T>(@Nullable T event, long end) {}

    /** Whether this instance has taken the transactional id; another one may have it by now. */
    boolean isTaken() {
        return transactions != null;
    }

    /**
     * Makes changes in their order, each from what the one before has left, in one transaction, and completes their
     * results. A change that throws an exception is refused by itself.
     *
     * @throws KafkaException if another instance has taken the partition meanwhile, or the brokers do not answer; then no
     *     result is complete but those of refused changes, and the next call takes the partition again, and finds the others
     *     or finds that they were not made
     */
    void make(List<Request<T>> requests) {
        try {
            // The id first: what the one before has committed is there to be read from then on, and nothing can be
            // added.
            Transactions owner = transactions();
            long read = readToEnd();
            Map<Request<T>, Planned<T>> plan = plan(requests);
            long end = write(owner, plan.values(), read);
            plan.forEach((request, planned) ->
                    request.result().complete(new Changed<>(planned.outcome().event(), end)));
        } catch (KafkaException e) {
            closeTransactions();
            throw e;
        } catch (InterruptedException e) {
            closeTransactions();
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while changing " + partition, e);
        }
    }

    /** What comes of a change, and the record that says so, if there is anything to say. */
    private record Planned<T>(
            Change.Outcome<T> outcome, @Nullable ProducerRecord<String, byte[]> record) {}

    private Map<Request<T>, Planned<T>> plan(List<Request<T>> requests) {
        Map<String, Known<T>> planned = new HashMap<>();
        Map<Request<T>, Planned<T>> plan = new LinkedHashMap<>();
        for (Request<T> request : requests) {
            Known<T> known = planned.getOrDefault(request.key(), newest.getOrDefault(request.key(), Known.nothing()));
            try {
                Change.Outcome<T> outcome = request.change().of(known);
                ProducerRecord<String, byte[]> record = outcome.written() ? record(request.key(), outcome) : null;
                plan.put(request, new Planned<>(outcome, record));
                if (record != null) {
                    planned.put(
                            request.key(),
                            new Known<>(
                                    Optional.ofNullable(outcome.event()),
                                    known.event().or(known::before),
                                    record.headers()));
                }
            } catch (RuntimeException e) {
                request.result().completeExceptionally(e);
            }
        }
        return plan;
    }

    private ProducerRecord<String, byte[]> record(String key, Change.Outcome<T> outcome) {
        T event = outcome.event();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                key,
                event == null ? null : codec.encode(partition.topic(), event));
        outcome.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        limits.check(record);
        return record;
    }

    /** Returns the end of what the partition holds now. */
    private long write(Transactions owner, Collection<Planned<T>> plan, long end) throws InterruptedException {
        List<ProducerRecord<String, byte[]>> records =
                plan.stream().map(Planned::record).filter(Objects::nonNull).toList();
        if (records.isEmpty()) {
            return end;
        }
        long last = send(owner, records);
        owner.commit();
        written = last + 1;
        return written;
    }

    private static long send(Transactions owner, List<ProducerRecord<String, byte[]>> records)
            throws InterruptedException {
        try {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(owner::send).toList();
            long last = 0;
            for (Future<RecordMetadata> metadata : sent) {
                last = metadata.get().offset();
            }
            return last;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("cannot publish to " + records.getFirst().topic(), e.getCause());
        }
    }

    private long readToEnd() {
        try {
            return readToEnd(reader());
        } catch (RuntimeException e) {
            closeReader();
            throw e;
        }
    }

    private long readToEnd(TopicReader opened) {
        // A commit is answered before readers see it, so what was written here last has to be waited for.
        long end = Math.max(written, opened.ends().getOrDefault(partition, 0L));
        opened.readTo(Map.of(partition, end), PATIENCE, this::note);
        return end;
    }

    private Transactions transactions() {
        Transactions present = transactions == null ? factory.get() : transactions;
        transactions = present;
        return present;
    }

    private TopicReader reader() {
        if (reader != null) {
            return reader;
        }
        newest.clear();
        TopicReader opened = TopicReader.fromBeginning(readers.get(), Set.of(partition));
        reader = opened;
        return opened;
    }

    /** Skips what is no event; the views report it. */
    private void note(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        Map<String, T> read = new HashMap<>();
        if (events.apply(record, read).isPresent()) {
            return;
        }
        Optional<T> event = Optional.ofNullable(read.get(record.key()));
        Known<T> last = newest.getOrDefault(record.key(), Known.nothing());
        newest.put(record.key(), new Known<>(event, last.event().or(last::before), record.headers()));
    }

    private void closeTransactions() {
        if (transactions != null) {
            transactions.close();
            transactions = null;
        }
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** Aborts what is open; the next change starts over. */
    @Override
    public void close() {
        closeTransactions();
        closeReader();
    }
}
