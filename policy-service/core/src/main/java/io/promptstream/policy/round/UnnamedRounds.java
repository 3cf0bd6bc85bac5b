package io.promptstream.policy.round;

import io.promptstream.event.RoundResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Round results that no step of the history has named yet; the first to come are forgotten first. Belongs to one thread. */
final class UnnamedRounds {
    private static final long MOST_BYTES = 32 << 20;

    private final Map<UUID, Waiting> rounds = new LinkedHashMap<>();
    private long bytes;

    private record Waiting(RoundResult round, int bytes) {}

    /** Takes a round result, with the bytes that its record has. */
    void add(RoundResult round, int size) {
        if (rounds.putIfAbsent(round.getRoundId(), new Waiting(round, size)) == null) {
            bytes += size;
        }
        while (bytes > MOST_BYTES) {
            take(rounds.keySet().iterator().next());
        }
    }

    boolean contain(UUID roundId) {
        return rounds.containsKey(roundId);
    }

    Optional<RoundResult> take(UUID roundId) {
        Optional<Waiting> taken = Optional.ofNullable(rounds.remove(roundId));
        bytes -= taken.map(Waiting::bytes).orElse(0);
        return taken.map(Waiting::round);
    }
}
