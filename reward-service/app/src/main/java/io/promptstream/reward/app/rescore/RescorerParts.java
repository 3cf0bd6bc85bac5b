package io.promptstream.reward.app.rescore;

import io.promptstream.kafka.CurrentTasks;
import io.promptstream.kafka.TopicClients;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What rescorings are made from.
 *
 * @param sources the topics that live scoring reads
 * @param nanos time that no clock sets back
 * @param attempts at rescorings, over all runs of the loop
 * @param stateDir folder of the rescorings' local state, which nothing else uses
 */
public record RescorerParts(
        TopicClients clients,
        EventCodec codec,
        TopicCatalogue catalogue,
        RewardTopics sources,
        CurrentTasks tasks,
        RewardConfiguration reward,
        Limits limits,
        Path stateDir,
        short replicationFactor,
        Clock clock,
        LongSupplier nanos,
        Attempts attempts) {

    /**
     * What keeps rescorings from disturbing live scoring.
     *
     * @param recordsPerSecond most records that one reads in a second
     * @param atOnce most of them at work at the same time; the others wait
     * @param cacheBytes memory of RocksDB's cache of one
     */
    public record Limits(int recordsPerSecond, int atOnce, long cacheBytes) {}
}
