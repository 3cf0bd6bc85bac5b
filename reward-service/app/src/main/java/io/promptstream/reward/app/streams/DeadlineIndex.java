package io.promptstream.reward.app.streams;

import io.promptstream.reward.state.Deadlines;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is to be looked at when, in a store whose keys are ordered by time. Times are milliseconds since 1970; one before 1970
 * counts as 1970.
 */
public final class DeadlineIndex implements Deadlines {
    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;
    /** Entries before this were taken; a scan that began at zero would skip their tombstones again and again. */
    private long taken;
    /** No entry is before this; spares {@link #nextDue} a search for every record. */
    private long notBefore;

    public DeadlineIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Has the id returned by {@link #take} too once its time has come. */
    @Override
    public void add(long at, byte[] id) {
        long entered = Math.max(at, taken);
        store.put(key(entered, id), NOTHING);
        notBefore = Math.min(notBefore, entered);
    }

    /** Removes and returns the ids whose time has come, earliest first, each once. */
    public Set<Bytes> take(long now) {
        return take(now, Integer.MAX_VALUE);
    }

    /** As {@link #take(long)}, but no more than so many entries; the others are left for the next call. */
    public Set<Bytes> take(long now, int most) {
        List<Bytes> due = new ArrayList<>();
        boolean left = false;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(taken, NOTHING), end(now))) {
            while (entries.hasNext() && !left) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (time(entry.key) <= now) {
                    left = due.size() == most;
                    if (!left) {
                        due.add(entry.key);
                    }
                }
            }
        }
        Set<Bytes> ids = new LinkedHashSet<>();
        for (Bytes key : due) {
            store.delete(key);
            ids.add(id(key));
        }
        taken = Math.max(taken, left ? time(due.getLast()) : now);
        return ids;
    }

    /** The earliest time that something was entered for, if it has come; {@link #take} it then. */
    public OptionalLong nextDue(long now) {
        if (notBefore <= now) {
            try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(taken, NOTHING), null)) {
                notBefore = entries.hasNext() ? time(entries.next().key) : Long.MAX_VALUE;
            }
        }
        return notBefore <= now ? OptionalLong.of(notBefore) : OptionalLong.empty();
    }

    @Override
    public void eachDue(long now, Due each) {
        for (OptionalLong next = nextDue(now); next.isPresent(); next = nextDue(now)) {
            long at = next.getAsLong();
            take(at).forEach(id -> each.due(id.get(), at));
        }
    }

    /** The first key behind those of the time; null: there is none. */
    @SuppressWarnings("NullAway") // The store takes null for no end.
    private static Bytes end(long now) {
        return now == Long.MAX_VALUE ? null : key(now + 1, NOTHING);
    }

    private static Bytes key(long at, byte[] id) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + id.length)
                .putLong(Math.max(0, at))
                .put(id)
                .array());
    }

    private static long time(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong();
    }

    private static Bytes id(Bytes key) {
        return Bytes.wrap(Arrays.copyOfRange(key.get(), Long.BYTES, key.get().length));
    }
}
