package io.promptstream.reward.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a round.
 *
 * @param learnedAt when the policy learned it or left it out
 * @param version that came of learning it; null when it was left out, or is not learned yet
 */
record RoundOutcome(
        @Nullable Instant closedAt,
        @Nullable Instant learnedAt,
        @Nullable Long version) {
    static final RoundOutcome OPEN = new RoundOutcome(null, null, null);

    RoundOutcome closed(@Nullable Instant at) {
        return new RoundOutcome(at, learnedAt, version);
    }

    RoundOutcome learned(Instant at, @Nullable Long newVersion) {
        return new RoundOutcome(closedAt, at, newVersion);
    }

    boolean leftOut() {
        return learnedAt != null && version == null;
    }
}
