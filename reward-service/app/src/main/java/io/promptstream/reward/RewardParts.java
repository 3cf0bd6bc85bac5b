package io.promptstream.reward;

import io.promptstream.reward.kafka.EventSerdes;
import io.promptstream.reward.kafka.ProcessingTime;
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
        Supplier<? extends ProcessingTime> time) {}
