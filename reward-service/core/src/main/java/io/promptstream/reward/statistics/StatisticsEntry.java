package io.promptstream.reward.statistics;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a reward is counted: in the window of the time at which the first one of its proposal was given.
 *
 * @param windowStart in milliseconds since 1970
 */
public record StatisticsEntry(SummaryKey key, long windowStart) {

    /**
     * Where this one is; empty for that of an evaluation, which is in no statistics.
     *
     * @param now in milliseconds since 1970; a window in the future would end the retention of all windows before it
     */
    public static Optional<StatisticsEntry> of(Reward reward, Duration window, long now) {
        Role role = reward.getProvenance().getRole();
        if (role == Role.EVALUATE) {
            return Optional.empty();
        }
        Instant first =
                reward.getReplaced().map(ReplacedReward::getFirstRewardedAt).orElse(reward.getRewardedAt());
        long at = first.isAfter(Instant.ofEpochMilli(now)) ? now : Math.max(0, first.toEpochMilli());
        long length = window.toMillis();
        return Optional.of(
                new StatisticsEntry(new SummaryKey(reward.getTaskId(), role), Math.floorDiv(at, length) * length));
    }
}
