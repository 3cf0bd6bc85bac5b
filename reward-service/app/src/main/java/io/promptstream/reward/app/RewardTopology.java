package io.promptstream.reward.app;

import io.promptstream.event.Reward;
import io.promptstream.reward.app.aggregate.AggregationTopology;
import io.promptstream.reward.app.score.ScoringTopology;
import io.promptstream.reward.app.statistics.StatisticsTopology;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.event.EventChecks;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Everything that this service runs: scoring writes the rewards topic, aggregation and statistics read it. They share one
 * builder, and so one thread, one producer and one transaction; docs/decisions.md says why.
 */
final class RewardTopology {
    private final RewardParts parts;
    private final ScoringTopology scoring;
    private final AggregationTopology aggregation;
    private final StatisticsTopology statistics;

    RewardTopology(RewardParts parts) {
        this.parts = parts;
        this.scoring = new ScoringTopology(parts);
        this.aggregation = new AggregationTopology(parts);
        this.statistics = new StatisticsTopology(parts.configuration());
    }

    void addTo(StreamsBuilder builder) {
        scoring.addTo(builder);
        KStream<String, Reward> rewards = builder.stream(
                        parts.topics().rewards(),
                        Consumed.with(Serdes.String(), parts.serdes().rewards()).withName("rewards"))
                .mapValues(EventChecks::reward, Named.as("check-rewards"));
        statistics.addTo(builder, rewards);
        aggregation.addTo(builder, rewards);
    }
}
