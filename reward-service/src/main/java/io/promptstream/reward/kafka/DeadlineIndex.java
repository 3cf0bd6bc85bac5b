package io.promptstream.reward.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is to be looked at when, in a store whose keys are ordered by time. Times are milliseconds since 1970 of a
 * {@link ProcessingTime}.
 */
public final class DeadlineIndex {
    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;
    /** Entries before this were taken; a scan that began at zero would pass over their tombstones again and again. */
    private long taken;
    /** No entry is before this; spares {@link #nextDue} a search for every record. */
    private long notBefore;

    public DeadlineIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Has the id returned by {@link #take} once its time has come; the same id may be entered for several times. */
    public void add(long at, String id) {
        long entered = Math.max(at, taken);
        store.put(key(entered, id), NOTHING);
        notBefore = Math.min(notBefore, entered);
    }

    /** Removes and returns the ids whose time has come, earliest first, each once. */
    public Set<String> take(long now) {
        List<Bytes> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(taken, ""), key(now + 1, ""))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (time(entry.key) <= now) {
                    due.add(entry.key);
                }
            }
        }
        Set<String> ids = new LinkedHashSet<>();
        for (Bytes key : due) {
            store.delete(key);
            ids.add(id(key));
        }
        taken = Math.max(taken, now);
        return ids;
    }

    /** The earliest time that something was entered for, if it has come; {@link #take} it then. */
    public OptionalLong nextDue(long now) {
        if (notBefore <= now) {
            try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(taken, ""), null)) {
                notBefore = entries.hasNext() ? time(entries.next().key) : Long.MAX_VALUE;
            }
        }
        return notBefore <= now ? OptionalLong.of(notBefore) : OptionalLong.empty();
    }

    private static Bytes key(long at, String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + bytes.length)
                .putLong(at)
                .put(bytes)
                .array());
    }

    private static long time(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong();
    }

    private static String id(Bytes key) {
        return new String(key.get(), Long.BYTES, key.get().length - Long.BYTES, StandardCharsets.UTF_8);
    }
}
