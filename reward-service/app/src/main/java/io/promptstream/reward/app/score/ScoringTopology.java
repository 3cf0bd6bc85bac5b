package io.promptstream.reward.app.score;

import io.promptstream.event.Feedback;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.ReceivedOutput;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.event.EventChecks;
import io.promptstream.reward.query.ScoringEvent;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * Scoring: outputs meet their references and become rewards, one for each proposal, with revisions where it is corrected.
 *
 * <pre>
 * queries ------,
 * feedback -----+--> score [states, answers, feedback, wakings] --> rewards, scoring-notes
 * task-outputs -'
 * </pre>
 *
 * All three are keyed by query, with the same number of partitions, so nothing is shuffled.
 */
public final class ScoringTopology {
    static final String QUERIES_STORE = "scoring-states";
    static final String ANSWERS_STORE = "scoring-answers";
    static final String FEEDBACK_STORE = "scoring-feedback";
    static final String DEADLINES_STORE = "scoring-wakings";

    private final RewardParts parts;

    public ScoringTopology(RewardParts parts) {
        this.parts = parts;
    }

    /** Adds the topology to the builder; starts nothing. */
    public void addTo(StreamsBuilder builder) {
        KStream<String, ScoringResult> results = results(
                builder,
                builder.stream(parts.topics().queries(), from(parts.serdes().queries(), "queries")),
                builder.stream(parts.topics().feedback(), from(parts.serdes().feedback(), "feedback")),
                builder.stream(parts.topics().outputs(), from(received(), "task-outputs")));
        rewards(results)
                .to(
                        parts.topics().rewards(),
                        Produced.<String, Reward>with(
                                        Serdes.String(), parts.serdes().rewards())
                                .withName("scored"));
        results.filter((key, result) -> result instanceof ScoringResult.Noted, Named.as("only-notes"))
                .mapValues(result -> ((ScoringResult.Noted) result).note(), Named.as("notes"))
                .to(
                        parts.topics().notes(),
                        Produced.<String, ScoringNote>with(
                                        Serdes.String(), parts.serdes().notes())
                                .withName("noted"));
    }

    private KStream<String, ScoringResult> results(
            StreamsBuilder builder,
            KStream<String, Query> queries,
            KStream<String, Feedback> feedback,
            KStream<String, ReceivedOutput> outputs) {
        for (String store : List.of(QUERIES_STORE, ANSWERS_STORE, FEEDBACK_STORE)) {
            builder.addStateStore(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                    .withCachingEnabled());
        }
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(DEADLINES_STORE), Serdes.Bytes(), Serdes.ByteArray()));
        return questions(queries)
                .merge(opinions(feedback), Named.as("queries-and-feedback"))
                .merge(answers(outputs), Named.as("scoring-events"))
                .process(
                        () -> new ScoringProcessor(parts),
                        Named.as("score"),
                        QUERIES_STORE,
                        ANSWERS_STORE,
                        FEEDBACK_STORE,
                        DEADLINES_STORE);
    }

    private static KStream<String, Reward> rewards(KStream<String, ScoringResult> results) {
        return results.filter((key, result) -> result instanceof ScoringResult.Rewarded, Named.as("only-rewards"))
                .mapValues(result -> ((ScoringResult.Rewarded) result).reward(), Named.as("rewards-given"));
    }

    private static KStream<String, ScoringEvent> questions(KStream<String, Query> queries) {
        return queries.mapValues(EventChecks::query, Named.as("check-queries"))
                .mapValues(
                        query -> new ScoringEvent.Asked(
                                query.getTaskId(), query.getReference().orElse(null)),
                        Named.as("questions"));
    }

    private static KStream<String, ScoringEvent> opinions(KStream<String, Feedback> feedback) {
        return feedback.mapValues(EventChecks::feedback, Named.as("check-feedback"))
                .mapValues(ScoringEvent.FeedbackGiven::new, Named.as("opinions"));
    }

    private static KStream<String, ScoringEvent> answers(KStream<String, ReceivedOutput> outputs) {
        return outputs.mapValues(
                (key, output) -> {
                    EventChecks.output(key, output.event());
                    return new ScoringEvent.Answered(output);
                },
                Named.as("check-task-outputs"));
    }

    /** Of outputs with the bytes that they came as; those are decoded at once, so that garbage is noticed here. */
    private Serde<ReceivedOutput> received() {
        Deserializer<TaskOutput> events = parts.serdes().outputs().deserializer();
        return Serdes.serdeFrom((topic, output) -> output.encoded(), (topic, bytes) -> {
            Function<byte[], TaskOutput> decoder = encoded -> events.deserialize(topic, encoded);
            return new ReceivedOutput(decoder.apply(bytes), bytes, decoder);
        });
    }

    private static <T> Consumed<String, T> from(Serde<T> serde, String name) {
        return Consumed.with(Serdes.String(), serde).withName(name);
    }
}
