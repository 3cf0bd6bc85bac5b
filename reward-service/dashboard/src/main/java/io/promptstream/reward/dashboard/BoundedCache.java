package io.promptstream.reward.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A map that forgets its oldest entries when it holds too many or too much. */
final class BoundedCache<K, V> {
    private final int most;
    private final long mostBytes;
    private final ToLongFunction<V> weigher;
    private final LinkedHashMap<K, Held<V>> entries = new LinkedHashMap<>();
    private long bytes;

    private record Held<V>(V value, long bytes) {}

    /** @param weigher tells about how many bytes an entry takes */
    BoundedCache(int most, long mostBytes, ToLongFunction<V> weigher) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.weigher = weigher;
    }

    @Nullable V get(K key) {
        Held<V> held = entries.get(key);
        return held == null ? null : held.value();
    }

    /** An entry that was there keeps its age. */
    void put(K key, V value) {
        Held<V> held = new Held<>(value, weigher.applyAsLong(value));
        Held<V> before = entries.put(key, held);
        bytes += held.bytes() - (before == null ? 0 : before.bytes());
        while (entries.size() > most || (bytes > mostBytes && entries.size() > 1)) {
            Map.Entry<K, Held<V>> eldest = entries.pollFirstEntry();
            bytes -= eldest == null ? 0 : eldest.getValue().bytes();
        }
    }

    /** The value, or a new one that is not kept until it is {@link #put}. */
    V getOr(K key, Function<K, V> otherwise) {
        V known = get(key);
        return known == null ? otherwise.apply(key) : known;
    }

    /** Oldest first. */
    Stream<V> values() {
        return entries.values().stream().map(Held::value);
    }

    /** Newest first. */
    Stream<V> newest() {
        return entries.sequencedValues().reversed().stream().map(Held::value);
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }
}
