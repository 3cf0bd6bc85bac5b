package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.round.PolicyFollower;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The whole snapshots that were asked for last, within a number of bytes. Thread-safe. */
public final class SnapshotCache {
    private final long mostBytes;
    private final Map<String, Entry> newest = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
    private long bytes;

    private record Entry(long offset, PolicySnapshot snapshot) {
        private long bytes() {
            return snapshot.getState().remaining();
        }
    }

    /** @param mostBytes of all weights; a snapshot that is larger by itself is not kept */
    SnapshotCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized void put(String key, long offset, PolicySnapshot snapshot) {
        Entry present = newest.get(key);
        if (present != null && present.offset() >= offset) {
            return;
        }
        forget(key);
        Entry entry = new Entry(offset, snapshot);
        if (entry.bytes() > mostBytes) {
            return;
        }
        newest.put(key, entry);
        bytes += entry.bytes();
        while (bytes > mostBytes) {
            forget(newest.keySet().iterator().next());
        }
    }

    /** The snapshot of the key from this offset or a later one, if it is kept. */
    synchronized Optional<PolicySnapshot> find(String key, long offset) {
        return Optional.ofNullable(newest.get(key))
                .filter(entry -> entry.offset() >= offset)
                .map(Entry::snapshot);
    }

    /** The snapshot of the key that was put last, if it is kept. */
    synchronized Optional<PolicyFollower.Saved> saved(String key) {
        return Optional.ofNullable(newest.get(key))
                .map(entry -> new PolicyFollower.Saved(entry.snapshot(), entry.offset()));
    }

    synchronized void forget(String key) {
        Entry gone = newest.remove(key);
        bytes -= gone == null ? 0 : gone.bytes();
    }

    /** What the weights take that are kept now. */
    synchronized long bytes() {
        return bytes;
    }
}
