package io.promptstream.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.promptstream.event.Role;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How long the loop's hops take, from the times in the events themselves. The service that ends a hop measures it; clocks
 * of different machines that differ make the times as wrong.
 */
@Singleton
public final class HopTimers {
    /** From a live answer to a reward window of an hour. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private static final Duration LONGEST = Duration.ofDays(365);

    private final MeterRegistry registry;

    public HopTimers(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A part of the loop's way. */
    public enum Hop {
        QUERY_TO_PROPOSAL,
        PROPOSAL_TO_OUTPUT,
        /** What a user waits for. */
        QUERY_TO_OUTPUT,
        OUTPUT_TO_REWARD,
        /** Over the task model and the wait for a reference. */
        PROPOSAL_TO_REWARD,
        /** From end to end. */
        QUERY_TO_REWARD,
        /** From a round's first event to its close. */
        ROUND,
        ROUND_TO_VERSION
    }

    /** The timer of a hop; asked for once for each task and role, and kept. */
    public HopTimer timer(Hop hop, String taskId, Role role) {
        return new HopTimer(Timer.builder("promptstream.hop.duration")
                .tags("hop", lower(hop), "task", taskId, "role", lower(role))
                .serviceLevelObjectives(BOUNDS)
                .register(registry));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Takes the times at both ends of one hop. */
    public record HopTimer(Timer timer) {
        /**
         * Times come from whoever wrote the events, so they may be anything. Nothing takes less than no time, whatever the
         * clocks say; what is further apart than events are kept says nothing about the hop and is ignored.
         */
        public void record(Instant from, Instant to) {
            Duration time = Duration.between(from, to);
            if (time.abs().compareTo(LONGEST) <= 0) {
                timer.record(time.isNegative() ? Duration.ZERO : time);
            }
        }
    }
}
