package io.promptstream.simulation.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One partition: records of transactions are in it as they are sent, and readable when their transaction's marker is. */
public final class PartitionLog {
    private final TopicPartition name;
    private final LongSupplier time;
    private final List<Entry> entries = new ArrayList<>();
    /** Transactions without a marker here, with the offsets of their first records. */
    private final Map<Transaction, Long> open = new LinkedHashMap<>();

    /**
     * What an offset holds.
     *
     * @param record null: a transaction's marker
     * @param transaction null: none, so the record is readable at once
     */
    private record Entry(
            @Nullable LogRecord record, @Nullable Transaction transaction) {
        boolean isReadable() {
            return record != null && (transaction == null || transaction.state() == Transaction.State.COMMITTED);
        }
    }

    /** @param time milliseconds, which records are dated with */
    PartitionLog(TopicPartition name, LongSupplier time) {
        this.name = name;
        this.time = time;
    }

    void append(@Nullable Transaction transaction, String key, @Nullable Object value, Map<String, String> headers) {
        if (transaction != null) {
            transaction.wrote(this);
            open.putIfAbsent(transaction, (long) entries.size());
        }
        entries.add(new Entry(new LogRecord(name, entries.size(), time.getAsLong(), key, value, headers), transaction));
    }

    void mark(Transaction transaction) {
        open.remove(transaction);
        entries.add(new Entry(null, transaction));
    }

    /** Offset behind the last record that a reader of committed records may get. */
    public long stableEnd() {
        return open.isEmpty() ? entries.size() : open.values().iterator().next();
    }

    long end() {
        return entries.size();
    }

    /** Whether a transaction that wrote here is not over. */
    public boolean isPending() {
        return !open.isEmpty();
    }

    /** The first committed record at this offset or behind it; null where there is none yet. */
    public @Nullable LogRecord next(long offset) {
        long end = stableEnd();
        for (long at = offset; at < end; at++) {
            Entry entry = entries.get((int) at);
            if (entry.isReadable()) {
                return entry.record();
            }
        }
        return null;
    }

    /** What is committed from this offset on, even where a reader does not get it yet. */
    public List<LogRecord> decided(long from) {
        List<LogRecord> records = new ArrayList<>();
        for (Entry entry : entries.subList((int) from, entries.size())) {
            if (entry.isReadable()) {
                records.add(Objects.requireNonNull(entry.record()));
            }
        }
        return records;
    }

    /** All that can be read. */
    public List<LogRecord> committed() {
        List<LogRecord> records = new ArrayList<>();
        for (LogRecord next = next(0); next != null; next = next(next.offset() + 1)) {
            records.add(next);
        }
        return records;
    }
}
