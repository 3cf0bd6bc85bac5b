package io.promptstream.policy.round;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Recent queries of one task that are in no round yet, from which rounds are drawn at random, balanced over labels. Belongs
 * to one thread.
 *
 * @param <Q> a query
 */
final class QueryBuffer<Q> {
    private final RandomGenerator random;
    /** In the order in which they came. */
    private final Map<UUID, Entry<Q>> entries = new LinkedHashMap<>();

    private final Map<String, List<UUID>> byLabel = new TreeMap<>();
    private long bytes;
    private long taken;

    private record Entry<Q>(Q query, long bytes, String label, long number, long arrivedAt) {}

    QueryBuffer(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Adds a query; one that is there already takes the place of its earlier copy and keeps its time.
     *
     * @param label of its reference; queries without one share a label of their own
     */
    void put(UUID id, Q query, long size, String label, long now) {
        Optional<Entry<Q>> before = Optional.ofNullable(entries.get(id));
        before.ifPresent(entry -> leaveLabel(id, entry));
        long number = before.map(Entry::number).orElseGet(() -> taken++);
        long arrivedAt = before.map(Entry::arrivedAt).orElse(now);
        entries.put(id, new Entry<>(query, size, label, number, arrivedAt));
        byLabel.computeIfAbsent(label, each -> new ArrayList<>()).add(id);
        bytes += size;
    }

    boolean holds(UUID id) {
        return entries.containsKey(id);
    }

    int size() {
        return entries.size();
    }

    /** How many have the label. */
    int size(String label) {
        return byLabel.getOrDefault(label, List.of()).size();
    }

    /** Bytes of the queries, each once. */
    long bytes() {
        return bytes;
    }

    /** When the oldest query came. */
    Optional<Long> oldest() {
        return entries.values().stream().findFirst().map(Entry::arrivedAt);
    }

    /** Removes a random query of the label that has most. */
    void removeAny() {
        byLabel.values().stream().max(Comparator.comparingInt(List::size)).ifPresent(ids -> remove(anyOf(ids)));
    }

    /** Removes the queries that came at that time or earlier. */
    void removeUntil(long time) {
        arrivedUntil(time).forEach(this::remove);
    }

    void clear() {
        entries.clear();
        byLabel.clear();
        bytes = 0;
    }

    /**
     * Takes queries out: first those that came at that time or earlier, then a random one of the label that the draw has
     * fewest of, again and again. Ends before a query that would make the draw too large, unless it is the first.
     *
     * @return the queries in the order in which they came
     */
    List<Q> draw(int most, long mostBytes, long time) {
        List<String> labels = new ArrayList<>(byLabel.keySet());
        Collections.shuffle(labels, random);
        Iterator<UUID> early = arrivedUntil(time).iterator();
        SortedMap<Long, Q> drawn = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        long left = mostBytes;
        while (drawn.size() < most && !entries.isEmpty()) {
            UUID id = early.hasNext() ? early.next() : anyOf(fewest(labels, counts));
            left -= Objects.requireNonNull(entries.get(id)).bytes();
            if (left < 0 && !drawn.isEmpty()) {
                break;
            }
            Entry<Q> entry = remove(id);
            drawn.put(entry.number(), entry.query());
            counts.merge(entry.label(), 1, Integer::sum);
        }
        return List.copyOf(drawn.values());
    }

    private List<UUID> fewest(List<String> labels, Map<String, Integer> counts) {
        return labels.stream()
                .filter(byLabel::containsKey)
                .min(Comparator.comparingInt(label -> counts.getOrDefault(label, 0)))
                .map(byLabel::get)
                .orElseThrow();
    }

    private UUID anyOf(List<UUID> ids) {
        return ids.get(random.nextInt(ids.size()));
    }

    private List<UUID> arrivedUntil(long time) {
        return entries.entrySet().stream()
                .takeWhile(entry -> entry.getValue().arrivedAt() - time <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Entry<Q> remove(UUID id) {
        Entry<Q> entry = Objects.requireNonNull(entries.remove(id));
        leaveLabel(id, entry);
        return entry;
    }

    private void leaveLabel(UUID id, Entry<Q> entry) {
        List<UUID> ids = Objects.requireNonNull(byLabel.get(entry.label()));
        ids.remove(id);
        if (ids.isEmpty()) {
            byLabel.remove(entry.label());
        }
        bytes -= entry.bytes();
    }
}
