package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest dead letters, and how many there are. */
final class DeadLetterLog {
    private static final int MOST = 200;

    private final Map<String, Stamped> letters = new Bounded<>(MOST);
    private final Map<String, Long> counts = new HashMap<>();

    /** A row and the tick of its last change. */
    private record Stamped(DeadLetterRow row, long changed) {}

    /** Adds a letter, and tells whether it was not there yet. */
    boolean add(DeadLetterRow letter, long tick) {
        boolean added = letters.putIfAbsent(letter.place(), new Stamped(letter, tick)) == null;
        if (added) {
            count(letter.topic(), 1);
        }
        return added;
    }

    /** Takes note of dead letters that are too old to be shown. */
    void addOlder(String topic, long count) {
        count(topic, count);
    }

    private void count(String topic, long more) {
        counts.merge(topic, more, Long::sum);
    }

    /** How many there are on each topic that has any. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    void republished(String place, Instant at, long tick) {
        letters.computeIfPresent(place, (key, known) -> new Stamped(known.row().republished(at), tick));
    }

    Optional<DeadLetterRow> find(String place) {
        return Optional.ofNullable(letters.get(place)).map(Stamped::row);
    }

    List<DeadLetterRow> rowsSince(long since) {
        return letters.values().stream()
                .filter(letter -> letter.changed() > since)
                .map(Stamped::row)
                .toList();
    }
}
