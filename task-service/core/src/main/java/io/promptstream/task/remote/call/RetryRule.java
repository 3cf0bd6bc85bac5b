package io.promptstream.task.remote.call;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a call is repeated: as long as the endpoint asks for, within a bound; otherwise 0.5 s doubled with
 * every attempt, up to 16 s, of which a random half is taken off. A random part of up to a tenth is added to what the endpoint
 * asks for, so that many callers do not come back together.
 *
 * <p>Resilience4j's {@code IntervalFunction} has the doubling alone, and takes its random numbers from {@code Math.random()},
 * which no test can seed.
 */
public final class RetryRule {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 5;

    /** A shorter pause than this, such as the 0 that some endpoints name, is no reason to hurry. */
    private static final Duration SHORTEST_ASKED = Duration.ofSeconds(1);

    private final RandomGenerator random;
    private final Duration longest;

    /** @param longest bound of what an endpoint may ask for */
    public RetryRule(RandomGenerator random, Duration longest) {
        this.random = random;
        this.longest = longest;
    }

    /**
     * The pause after a refusal for a rate limit.
     *
     * @param refusal which one of this proposal's, from 1
     * @param asked what the endpoint asks for
     */
    Duration pause(int refusal, Optional<Duration> asked) {
        Duration pause = asked.filter(wait -> wait.compareTo(SHORTEST_ASKED) >= 0)
                .orElseGet(() -> longer(asked.orElse(Duration.ZERO), backoff(refusal)));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** @param attempt the attempt that failed, from 1 */
    Duration backoff(int attempt) {
        Duration full = FIRST.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        return full.dividedBy(2).plusNanos((long) (random.nextDouble() * full.toNanos() / 2));
    }

    /** A pause with its random addition, which ends before what is left does. */
    Duration spread(Duration pause, Duration left) {
        Duration spread = pause.plusNanos((long) (random.nextDouble() * pause.toNanos() / 10));
        return spread.compareTo(left) < 0 ? spread : pause;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
