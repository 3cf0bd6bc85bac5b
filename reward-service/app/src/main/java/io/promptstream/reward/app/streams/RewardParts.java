package io.promptstream.reward.app.streams;

import io.promptstream.reward.RewardTraces;
import io.promptstream.reward.Tasks;
import java.util.function.Supplier;

/**
 * What a topology is made from.
 *
 * @param time makes what a processor takes for the time; called once for each processor
 */
public record RewardParts(
        RewardTopics topics,
        EventSerdes serdes,
        RewardConfiguration configuration,
        Tasks tasks,
        RewardMetrics metrics,
        RewardTraces traces,
        Supplier<WallClockTime> time) {}
