package io.promptstream.reward.app.statistics;

import io.promptstream.event.Reward;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.StateSerde;
import io.promptstream.reward.statistics.Summary;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * Statistics: every reward is added to the summary of its task, role and window.
 *
 * <pre>
 * rewards --> summarize [windows]
 * </pre>
 *
 * Each partition of the rewards keeps its own part; a reader merges them. So nothing is shuffled.
 */
public final class StatisticsTopology {
    static final String WINDOWS_STORE = "statistics-windows";

    private final RewardConfiguration configuration;

    public StatisticsTopology(RewardConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Adds the topology to the builder; starts nothing.
     *
     * @param rewards the rewards topic, whose events were checked
     */
    public void addTo(StreamsBuilder builder, KStream<String, Reward> rewards) {
        builder.addStateStore(Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore(
                                WINDOWS_STORE,
                                configuration.statisticsRetention(),
                                configuration.statisticsWindow(),
                                false),
                        Serdes.String(),
                        StateSerde.of(Summary::toBytes, Summary::read))
                .withCachingEnabled());
        rewards.process(
                () -> new StatisticsProcessor(configuration.statisticsWindow()), Named.as("summarize"), WINDOWS_STORE);
    }
}
