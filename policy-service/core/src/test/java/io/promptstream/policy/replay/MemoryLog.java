package io.promptstream.policy.replay;

import io.promptstream.policy.replay.Recordings.Bounds;
import java.util.List;
import java.util.Optional;

/** Records of a list; every other look finds none here yet, as on a broker. */
final class MemoryLog<T> implements EventLog<T> {
    private final List<Recorded<T>> records;
    private final long end;
    private long position;
    private boolean here;

    MemoryLog(List<Recorded<T>> records, Bounds range) {
        this.records = records;
        this.position = range.begin();
        this.end = range.end();
    }

    @Override
    public Optional<Recorded<T>> next() {
        here = !here;
        if (!here || ended()) {
            return Optional.empty();
        }
        // Offsets may be missing: markers of transactions, and what was deleted.
        Optional<Recorded<T>> next = records.stream()
                .filter(record -> record.offset() >= position && record.offset() < end)
                .findFirst();
        position = next.map(record -> record.offset() + 1).orElse(end);
        return next;
    }

    @Override
    public boolean ended() {
        return position >= end;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
