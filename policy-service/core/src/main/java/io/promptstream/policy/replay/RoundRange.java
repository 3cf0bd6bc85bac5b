package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.replay.Recordings.Bounds;
import java.time.Instant;
import java.util.Optional;

/**
 * Which rounds an order asks for.
 *
 * @param fromTime closed at this time or later
 * @param toTime closed before this time
 * @param fromOffset first offset
 * @param toOffset offset behind the last one
 */
record RoundRange(
        Optional<Instant> fromTime, Optional<Instant> toTime, Optional<Long> fromOffset, Optional<Long> toOffset) {

    static final RoundRange WHOLE =
            new RoundRange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static RoundRange of(Replay order) {
        return new RoundRange(order.getFromTime(), order.getToTime(), order.getFromOffset(), order.getToOffset());
    }

    /** Whether the range begins anywhere but with the first round. */
    boolean hasBeginning() {
        return fromTime.isPresent() || fromOffset.isPresent();
    }

    /** What of a partition has to be read. */
    Bounds within(Bounds partition) {
        long end = Math.max(partition.begin(), Math.min(partition.end(), toOffset.orElse(Long.MAX_VALUE)));
        return new Bounds(Math.min(end, Math.max(partition.begin(), fromOffset.orElse(0L))), end);
    }

    /** Whether the round was closed in this range. */
    boolean includes(RoundResult round) {
        return !isAfter(round)
                && fromTime.map(from -> !round.getClosedAt().isBefore(from)).orElse(true);
    }

    /** Whether the round was closed when this range was over. */
    boolean isAfter(RoundResult round) {
        return toTime.map(to -> !round.getClosedAt().isBefore(to)).orElse(false);
    }
}
