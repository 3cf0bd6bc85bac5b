package io.promptstream.simulation.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Topics, coordinators of transactions and of groups; all of one number of partitions. Belongs to one thread. */
public final class Broker {
    /** After so long an open transaction is aborted, as its producer is taken to be gone. */
    private static final long TRANSACTION_TIMEOUT = 30_000;

    private final int partitions;
    private final LongSupplier time;
    private final Map<TopicPartition, PartitionLog> logs = new LinkedHashMap<>();
    private final Map<String, Coordination> coordinations = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    /** Transactions whose end is decided and not yet known everywhere. */
    private final Deque<Transaction> unmarked = new ArrayDeque<>();

    /** What is known of a transactional id. */
    private static final class Coordination {
        private int epoch;
        private @Nullable Transaction last;
    }

    /** @param time milliseconds, by which transactions and members are given up */
    public Broker(int partitions, LongSupplier time) {
        this.partitions = partitions;
        this.time = time;
    }

    public int partitions() {
        return partitions;
    }

    /** The partition that a key leads to. */
    public int partitionOf(String key) {
        return Math.floorMod(key.hashCode(), partitions);
    }

    public PartitionLog log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, added -> new PartitionLog(added, time));
    }

    /** The topic's committed records, partition by partition. */
    public List<LogRecord> committed(String topic) {
        List<LogRecord> records = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            records.addAll(log(new TopicPartition(topic, partition)).committed());
        }
        return records;
    }

    /** Appends without a transaction. */
    public void append(String topic, String key, Object value) {
        log(new TopicPartition(topic, partitionOf(key))).append(null, key, value, Map.of());
    }

    /** Appends without a transaction. */
    public void append(TopicPartition partition, String key, @Nullable Object value, Map<String, String> headers) {
        log(partition).append(null, key, value, headers);
    }

    /** How much all partitions hold, markers included. */
    public long size() {
        return logs.values().stream().mapToLong(PartitionLog::end).sum();
    }

    /** The group of that name, which reads these topics. */
    public Group group(String name, List<String> topics) {
        return groups.computeIfAbsent(name, added -> new Group(name, topics, partitions, time));
    }

    public Iterable<Group> groups() {
        return groups.values();
    }

    /** Takes the transactional id: what its last producer has open is aborted, and that one is fenced. */
    public Producer producer(String transactionalId) {
        Coordination known = coordinations.computeIfAbsent(transactionalId, id -> new Coordination());
        known.epoch++;
        end(known, /* commits= */ false);
        return new Producer(this, transactionalId, known.epoch);
    }

    Transaction begin(String transactionalId, int epoch) {
        Coordination known = current(transactionalId, epoch);
        end(known, /* commits= */ false);
        Transaction begun = new Transaction(transactionalId, time.getAsLong());
        known.last = begun;
        return begun;
    }

    /** @throws FencedException if another producer has the id, or the transaction was aborted meanwhile */
    void check(String transactionalId, int epoch, Transaction transaction) {
        if (current(transactionalId, epoch).last != transaction || transaction.state() != Transaction.State.OPEN) {
            throw new FencedException("the transaction of " + transactionalId + " was aborted");
        }
    }

    /** Decides the transaction's end; its markers follow. */
    void decide(Transaction transaction, boolean commits) {
        transaction.decide(commits);
        unmarked.add(transaction);
    }

    private Coordination current(String transactionalId, int epoch) {
        Coordination known = coordinations.get(transactionalId);
        if (known == null || known.epoch != epoch) {
            throw new FencedException(transactionalId + " was taken by another producer");
        }
        return known;
    }

    /** Whoever begins the next transaction of the id waits until the last one is over everywhere. */
    private void end(Coordination known, boolean commits) {
        Transaction last = known.last;
        if (last == null) {
            return;
        }
        if (last.state() == Transaction.State.OPEN) {
            decide(last, commits);
        }
        mark(last);
        known.last = null;
    }

    /** Writes all markers that the transaction's end lacks. */
    void mark(Transaction decided) {
        while (decided.mark(0)) {
            // Each call writes one.
        }
        unmarked.remove(decided);
    }

    /** Writes one missing marker, if any is. */
    public boolean mark(int choice) {
        Transaction first = unmarked.peek();
        if (first == null) {
            return false;
        }
        first.mark(choice);
        if (first.isMarked()) {
            unmarked.remove(first);
        }
        return true;
    }

    /** Writes all missing markers. */
    public void markAll() {
        while (mark(0)) {
            // Each call writes one.
        }
    }

    /** Gives up transactions and members that were not heard of for long. */
    public void timePassed() {
        for (Coordination known : coordinations.values()) {
            Transaction last = known.last;
            if (last != null
                    && last.state() == Transaction.State.OPEN
                    && time.getAsLong() - last.beganAt() >= TRANSACTION_TIMEOUT) {
                known.epoch++;
                end(known, /* commits= */ false);
            }
        }
        groups.values().forEach(Group::timePassed);
    }
}
