package io.promptstream.reward;

import io.promptstream.reward.kafka.EventSerdes;

/** What a topology is made from. */
public record RewardParts(
        RewardTopics topics,
        EventSerdes serdes,
        RewardConfiguration configuration,
        Tasks tasks,
        RewardMetrics metrics) {}
