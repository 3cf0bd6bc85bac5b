package io.promptstream.languagemodel.scoring;

import ai.djl.ndarray.NDArray;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keys and values of prefixes, least recently used out, bounded in bytes of native memory. What a caller has leased is
 * not freed before it is released, even if it is evicted meanwhile; so the bound may be exceeded by what is in use.
 *
 * <p>Thread-safe. Two threads that miss the same prefix at the same time both compute it.
 */
public final class PrefixCache {
    private final long maximumBytes;
    private final Map<Tokens, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long hits;
    private long misses;
    private long evictions;

    public PrefixCache(long maximumBytes) {
        if (maximumBytes < 0) {
            throw new IllegalArgumentException(
                    "prefixCacheBytes is %d: write 0 to keep nothing, or a positive number".formatted(maximumBytes));
        }
        this.maximumBytes = maximumBytes;
    }

    private static final class Entry {
        private final NDArray keysValues;
        private final long bytes;
        private int leases;
        private boolean evicted;

        Entry(NDArray keysValues) {
            this.keysValues = keysValues;
            this.bytes = keysValues.size() * Float.BYTES;
        }
    }

    /** Arrays that stay alive until this is closed, in the order in which their prefixes were asked for. */
    final class Lease implements AutoCloseable {
        private final List<Entry> leased;

        private Lease(List<Entry> leased) {
            this.leased = leased;
        }

        List<NDArray> keysValues() {
            return leased.stream().map(entry -> entry.keysValues).toList();
        }

        @Override
        public void close() {
            release(leased);
        }
    }

    /**
     * Looks prefixes up.
     *
     * @param prefixes distinct
     * @param compute makes the arrays of those that are missing, which this cache then owns
     */
    Lease lease(List<Tokens> prefixes, Function<List<Tokens>, List<NDArray>> compute) {
        Map<Tokens, Entry> found = new LinkedHashMap<>();
        List<Tokens> missing = new ArrayList<>();
        synchronized (this) {
            for (Tokens prefix : prefixes) {
                Entry entry = entries.get(prefix);
                if (entry == null) {
                    missing.add(prefix);
                } else {
                    entry.leases++;
                    found.put(prefix, entry);
                }
            }
            hits += found.size();
            misses += missing.size();
        }
        if (!missing.isEmpty()) {
            List<NDArray> computed;
            try {
                computed = compute.apply(missing);
            } catch (RuntimeException e) {
                release(List.copyOf(found.values()));
                throw e;
            }
            for (int i = 0; i < missing.size(); i++) {
                found.put(missing.get(i), insert(missing.get(i), computed.get(i)));
            }
        }
        return new Lease(prefixes.stream().map(found::get).toList());
    }

    private synchronized Entry insert(Tokens prefix, NDArray keysValues) {
        Entry entry = new Entry(keysValues);
        entry.leases = 1;
        Entry other = entries.put(prefix, entry);
        bytes += entry.bytes;
        if (other != null) {
            drop(other);
        }
        Iterator<Entry> eldest = entries.values().iterator();
        while (bytes > maximumBytes && eldest.hasNext()) {
            Entry evicted = eldest.next();
            eldest.remove();
            drop(evicted);
            evictions++;
        }
        return entry;
    }

    private void drop(Entry entry) {
        bytes -= entry.bytes;
        entry.evicted = true;
        freeIfUnused(entry);
    }

    private synchronized void release(List<Entry> leased) {
        for (Entry entry : leased) {
            entry.leases--;
            freeIfUnused(entry);
        }
    }

    private static void freeIfUnused(Entry entry) {
        if (entry.evicted && entry.leases == 0) {
            entry.keysValues.close();
        }
    }

    public synchronized CacheStatistics statistics() {
        return new CacheStatistics(hits, misses, evictions, entries.size(), bytes, maximumBytes);
    }
}
