package io.promptstream.acceptance;

import java.time.Duration;
import java.util.Map;

/**
 * What the fault-injection suite does, by system properties that begin with {@code promptstream.faults.}.
 *
 * @param seed decides when which fault is injected
 * @param kills of each service
 * @param restarts of the broker in either way
 * @param outages of the registry
 * @param outage how long the registry is away, at least
 * @param copies of each topic, in order and out of order
 * @param wipes of each service's state
 * @param guarantee processing guarantee of the reward service
 * @param only a regular expression for the names of the runs
 */
record FaultSettings(
        long seed,
        int kills,
        int restarts,
        int outages,
        Duration outage,
        int copies,
        int wipes,
        String guarantee,
        String only) {

    static final String PREFIX = "promptstream.faults.";
    static final String FORM = PREFIX + "form";
    static final String LONG_FORM = "long";
    static final String EXACTLY_ONCE = "exactly_once_v2";
    static final String AT_LEAST_ONCE = "at_least_once";

    FaultSettings {
        requirePositive("kills", kills);
        requirePositive("restarts", restarts);
        requirePositive("outages", outages);
        requirePositive("copies", copies);
        requirePositive("wipes", wipes);
        if (!guarantee.equals(EXACTLY_ONCE) && !guarantee.equals(AT_LEAST_ONCE)) {
            throw new IllegalArgumentException(
                    PREFIX + "guarantee is " + guarantee + ": write " + EXACTLY_ONCE + " or " + AT_LEAST_ONCE);
        }
    }

    /** The short form or, with {@code promptstream.faults.form=long}, the long one; each number by a property of its own. */
    static FaultSettings fromProperties() {
        boolean isLong = System.getProperty(FORM, "short").equals(LONG_FORM);
        return new FaultSettings(
                Long.getLong(PREFIX + "seed", System.nanoTime()),
                Integer.getInteger(PREFIX + "kills", isLong ? 30 : 1),
                Integer.getInteger(PREFIX + "restarts", isLong ? 5 : 1),
                Integer.getInteger(PREFIX + "outages", isLong ? 5 : 1),
                Duration.parse(System.getProperty(PREFIX + "outage", isLong ? "PT20S" : "PT8S")),
                Integer.getInteger(PREFIX + "copies", isLong ? 5 : 1),
                Integer.getInteger(PREFIX + "wipes", isLong ? 5 : 1),
                System.getProperty(PREFIX + "guarantee", EXACTLY_ONCE),
                System.getProperty(PREFIX + "only", ".*"));
    }

    FaultSettings withGuarantee(String other) {
        return new FaultSettings(seed, kills, restarts, outages, outage, copies, wipes, other, only);
    }

    /** Environment variables that the services are to be started with. */
    Map<String, String> environment() {
        return guarantee.equals(EXACTLY_ONCE)
                ? Map.of()
                // Between two commits there is always something that a kill leaves half done.
                : Map.of("PROMPTSTREAM_REWARD_GUARANTEE", guarantee, "PROMPTSTREAM_REWARD_COMMIT_INTERVAL", "PT5S");
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(PREFIX + name + " is " + value + ": write at least 1");
        }
    }
}
