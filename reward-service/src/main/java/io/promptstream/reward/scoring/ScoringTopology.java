package io.promptstream.reward.scoring;

import io.promptstream.event.Feedback;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.RewardParts;
import io.promptstream.reward.kafka.StateSerde;
import io.promptstream.reward.kafka.UnusableEventException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * Scoring: outputs meet their references and become rewards, exactly one for each proposal.
 *
 * <pre>
 * queries ------,
 * feedback -----+--> score [queries, deadlines] --> rewards
 * task-outputs -'
 * </pre>
 *
 * All three are keyed by query, with the same number of partitions, so nothing is shuffled.
 */
public final class ScoringTopology {
    static final String QUERIES_STORE = "scoring-queries";
    static final String DEADLINES_STORE = "scoring-deadlines";

    private final RewardParts parts;

    public ScoringTopology(RewardParts parts) {
        this.parts = parts;
    }

    /** Adds the topology to the builder; starts nothing. */
    public void addTo(StreamsBuilder builder) {
        score(
                        builder,
                        builder.stream(
                                parts.topics().queries(), from(parts.serdes().queries(), "queries")),
                        builder.stream(
                                parts.topics().feedback(), from(parts.serdes().feedback(), "feedback")),
                        builder.stream(
                                parts.topics().outputs(), from(parts.serdes().outputs(), "task-outputs")))
                .to(
                        parts.topics().rewards(),
                        Produced.<String, Reward>with(
                                        Serdes.String(), parts.serdes().rewards())
                                .withName("scored"));
    }

    /** The same from streams that come from elsewhere, to a stream of rewards. All are keyed by query. */
    public KStream<String, Reward> score(
            StreamsBuilder builder,
            KStream<String, Query> queries,
            KStream<String, Feedback> feedback,
            KStream<String, TaskOutput> outputs) {
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(QUERIES_STORE),
                        Serdes.String(),
                        StateSerde.of(QueryStateFormat::write, QueryStateFormat::read))
                .withCachingEnabled());
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(DEADLINES_STORE), Serdes.Bytes(), Serdes.ByteArray()));
        return references(queries)
                .merge(opinions(feedback), Named.as("references-and-feedback"))
                .merge(answers(outputs), Named.as("scoring-events"))
                .process(() -> new ScoringProcessor(parts), Named.as("score"), QUERIES_STORE, DEADLINES_STORE);
    }

    private static KStream<String, ScoringEvent> references(KStream<String, Query> queries) {
        return queries.mapValues(
                        (key, query) -> UnusableEventException.requireKeyed(key, query, "queryId", Query::getQueryId),
                        Named.as("check-queries"))
                .filter((key, query) -> query.getReference().isPresent(), Named.as("queries-with-reference"))
                .mapValues(
                        query -> new ScoringEvent.Referred(
                                query.getTaskId(), query.getReference().orElseThrow()),
                        Named.as("references"));
    }

    private static KStream<String, ScoringEvent> opinions(KStream<String, Feedback> feedback) {
        return feedback.mapValues(
                        (key, given) ->
                                UnusableEventException.requireKeyed(key, given, "queryId", Feedback::getQueryId),
                        Named.as("check-feedback"))
                .filter(
                        (key, given) -> given.getReference().isPresent()
                                || given.getRating().isPresent(),
                        Named.as("feedback-that-scores"))
                .mapValues(
                        given -> new ScoringEvent.Advised(
                                given.getTaskId(),
                                new Opinion(
                                        given.getProposalId().orElse(null),
                                        given.getReference().orElse(null),
                                        given.getRating().orElse(null))),
                        Named.as("opinions"));
    }

    private static KStream<String, ScoringEvent> answers(KStream<String, TaskOutput> outputs) {
        return outputs.mapValues(
                        (key, output) ->
                                UnusableEventException.requireKeyed(key, output, "queryId", TaskOutput::getQueryId),
                        Named.as("check-task-outputs"))
                .mapValues(ScoringEvent.Answered::new, Named.as("answers"));
    }

    private static <T> Consumed<String, T> from(Serde<T> serde, String name) {
        return Consumed.with(Serdes.String(), serde).withName(name);
    }
}
