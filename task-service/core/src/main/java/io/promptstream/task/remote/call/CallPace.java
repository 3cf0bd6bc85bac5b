package io.promptstream.task.remote.call;

import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Spaces calls evenly. A call that could not start in time takes nobody's place.
 *
 * <p>Bucket4j rather than Resilience4j's rate limiter, which waits equally long for every caller, whatever its deadline, and
 * in real time.
 */
public final class CallPace {
    private final Optional<Bucket> bucket;
    private final BlockingStrategy waiting;

    /**
     * @param callsPerSecond 0: no spacing
     * @param clock a time that is never set back
     */
    public CallPace(int callsPerSecond, InstantSource clock, Sleeper pause) {
        this.waiting = nanos -> pause.pass(Duration.ofNanos(nanos));
        this.bucket = callsPerSecond == 0
                ? Optional.empty()
                : Optional.of(Bucket.builder()
                        .addLimit(limit -> limit.capacity(1).refillGreedy(callsPerSecond, Duration.ofSeconds(1)))
                        .withCustomTimePrecision(new Nanos(clock))
                        .build());
    }

    /**
     * Waits for the next free moment.
     *
     * @return false, at once, if that would take longer than {@code patience}
     */
    boolean pass(Duration patience) throws InterruptedException {
        if (bucket.isEmpty()) {
            return patience.isPositive();
        }
        return patience.isPositive() && bucket.get().asBlocking().tryConsume(1, patience.toNanos(), waiting);
    }

    private record Nanos(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
