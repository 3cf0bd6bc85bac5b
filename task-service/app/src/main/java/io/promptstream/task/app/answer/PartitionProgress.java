package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.FinishedOffsets.SPAN;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition is answered, from its assignment to its revocation. Records are finished in any order; a record
 * that there is no room for is put off, and the partition is read again from there later. Belongs to one thread.
 */
final class PartitionProgress {
    private static final long NOWHERE = Long.MAX_VALUE;

    private final long committedBefore;
    private final NavigableMap<Long, Optional<Integer>> inFlight = new TreeMap<>();
    private final NavigableSet<Long> finished = new TreeSet<>();
    private Optional<Integer> lastEpoch = Optional.empty();
    private OptionalLong next = OptionalLong.empty();
    private long putOff = NOWHERE;
    private long beyondSpan = NOWHERE;

    /**
     * @param committed the offset that was committed before; 0 if there was none
     * @param finished offsets beyond it that are known to be finished
     */
    PartitionProgress(long committed, NavigableSet<Long> finished) {
        this.committedBefore = committed;
        this.finished.addAll(finished);
    }

    /** Whether the record that was read is neither finished nor in flight. */
    boolean isNew(ConsumerRecord<?, ?> record) {
        if (next.isEmpty() && record.offset() < committedBefore) {
            // The topic was made again: what was noted is of records that are gone.
            finished.clear();
        }
        return !finished.contains(record.offset()) && !inFlight.containsKey(record.offset());
    }

    /** Whether the record is too far ahead of the first unfinished one to be noted as finished. */
    boolean isBeyondSpan(ConsumerRecord<?, ?> record) {
        return next.isPresent() && record.offset() - committable() >= SPAN;
    }

    /** The record is being worked on, or waits for it. */
    void take(ConsumerRecord<?, ?> record) {
        inFlight.put(record.offset(), record.leaderEpoch());
        pass(record);
    }

    /** There is no room for the record now. */
    void putOff(ConsumerRecord<?, ?> record) {
        if (isBeyondSpan(record)) {
            beyondSpan = Math.min(beyondSpan, record.offset());
        }
        putOff = Math.min(putOff, record.offset());
        pass(record);
    }

    /** The record waits no more: there is no room for it where it belongs now. */
    void putBack(ConsumerRecord<?, ?> record) {
        inFlight.remove(record.offset());
        putOff = Math.min(putOff, record.offset());
    }

    /** The record was read, and this is all. */
    void pass(ConsumerRecord<?, ?> record) {
        next = OptionalLong.of(record.offset() + 1);
        lastEpoch = record.leaderEpoch();
    }

    /** The record's result is part of the transaction that commits {@link #commit()}. */
    void finish(long offset) {
        inFlight.remove(offset);
        finished.add(offset);
    }

    /** What to commit now: the first unfinished offset, and the finished ones beyond it. */
    OffsetAndMetadata commit() {
        long committed = committable();
        finished.headSet(committed).clear();
        return new OffsetAndMetadata(
                committed, inFlight.getOrDefault(committed, lastEpoch), FinishedOffsets.write(committed, finished));
    }

    private long committable() {
        long read = Math.min(putOff, next.orElse(committedBefore));
        return inFlight.isEmpty() ? read : Math.min(read, inFlight.firstKey());
    }

    /** Whether reading on makes no sense before earlier records are finished. */
    boolean isFull() {
        return beyondSpan != NOWHERE;
    }

    /** Whether so many earlier records are finished that what was beyond the span is well within it. */
    boolean hasRoomAgain() {
        return isFull() && beyondSpan - committable() < SPAN / 2;
    }

    /** Takes up again what was put off; empty if nothing was. The partition must be read from the returned offset. */
    OptionalLong takeUp() {
        if (putOff == NOWHERE) {
            return OptionalLong.empty();
        }
        next = OptionalLong.of(putOff);
        putOff = NOWHERE;
        beyondSpan = NOWHERE;
        return next;
    }
}
