package io.promptstream.reward.app.aggregate;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.app.streams.StateSerde;
import io.promptstream.reward.event.EventChecks;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEventFormat;
import io.promptstream.reward.round.RoundEvents;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.Stores;

/**
 * Aggregation: the rewards of a round meet and become its result, once.
 *
 * <pre>
 * rewards of role EXPLORE ----,
 * first proposal of a round --+--> (by task and round) --> aggregate [rounds, deadlines] --> round-results
 * </pre>
 */
public final class AggregationTopology {
    static final String ROUNDS_STORE = "aggregation-rounds-by-task";
    static final String DEADLINES_STORE = "aggregation-wakings";

    private final RewardParts parts;

    public AggregationTopology(RewardParts parts) {
        this.parts = parts;
    }

    /**
     * Adds the topology to the builder; starts nothing.
     *
     * @param rewards the rewards topic, whose events were checked
     */
    public void addTo(StreamsBuilder builder, KStream<String, Reward> rewards) {
        KStream<String, PromptProposal> proposals = builder.stream(
                parts.topics().proposals(),
                Consumed.with(Serdes.String(), parts.serdes().proposals()).withName("prompt-proposals"));
        KStream<String, RoundEvent> events = roundEvents(rewards, proposals)
                .repartition(Repartitioned.<String, RoundEvent>as("rounds-by-task")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(StateSerde.of(RoundEventFormat::write, RoundEventFormat::read)));
        KStream<String, AggregationResult> results = aggregate(builder, events);
        publish(closed(results));
        results.filter((key, result) -> result instanceof AggregationResult.Noted, Named.as("only-round-notes"))
                .mapValues(result -> ((AggregationResult.Noted) result).note(), Named.as("round-notes"))
                .to(
                        parts.topics().notes(),
                        Produced.<String, ScoringNote>with(
                                        Serdes.String(), parts.serdes().notes())
                                .withName("noted-of-rounds"));
    }

    private static KStream<String, RoundResult> closed(KStream<String, AggregationResult> results) {
        return results.filter((key, result) -> result instanceof AggregationResult.Closed, Named.as("only-results"))
                .mapValues(result -> ((AggregationResult.Closed) result).result(), Named.as("results"));
    }

    private KStream<String, AggregationResult> aggregate(StreamsBuilder builder, KStream<String, RoundEvent> events) {
        // In memory: a few open rounds of some kilobytes each, and the short memory of the closed ones.
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ROUNDS_STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingEnabled());
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(DEADLINES_STORE), Serdes.Bytes(), Serdes.ByteArray()));
        return events.process(
                () -> new AggregationProcessor(parts), Named.as("aggregate"), ROUNDS_STORE, DEADLINES_STORE);
    }

    private void publish(KStream<String, RoundResult> results) {
        results.to(
                parts.topics().roundResults(),
                Produced.<String, RoundResult>with(
                                Serdes.String(), parts.serdes().roundResults())
                        .withName("aggregated"));
    }

    private static KStream<String, RoundEvent> roundEvents(
            KStream<String, Reward> rewards, KStream<String, PromptProposal> proposals) {
        return rewards.flatMap((key, reward) -> keyed(RoundEvents.of(reward)), Named.as("rewards-by-round"))
                .merge(openings(proposals), Named.as("round-events"));
    }

    private static KStream<String, RoundEvent> openings(KStream<String, PromptProposal> proposals) {
        return proposals
                .mapValues(EventChecks::proposal, Named.as("check-prompt-proposals"))
                .flatMap((key, proposal) -> keyed(RoundEvents.of(proposal)), Named.as("openings-by-round"));
    }

    private static List<KeyValue<String, RoundEvent>> keyed(Optional<RoundEvent> event) {
        return event.map(of -> List.of(KeyValue.pair(of.header().id(), of))).orElse(List.of());
    }
}
