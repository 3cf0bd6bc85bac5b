package io.promptstream.reward.app.rescore;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.aggregate.AggregationTopology;
import io.promptstream.reward.app.score.ScoringTopology;
import io.promptstream.reward.app.streams.RewardParts;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * Scoring and aggregation over a recording, without the topics between them.
 *
 * <pre>
 * recording --> score --> aggregate --> round results of the rescoring
 * </pre>
 *
 * The recording has one partition, so all is one sub-topology and everything happens in the order of the recording.
 */
final class RescoringTopology {
    static final String COUNTS_STORE = "rescoring-counts";
    static final String REWARDS = "rewards";
    static final String ROUND_RESULTS = "round-results";

    private final RewardParts parts;
    private final String recording;

    /**
     * @param parts with the tasks that rescoring goes by, the time of the recording, and as round results' topic the one
     *     that is written
     * @param recording topic of one partition
     */
    RescoringTopology(RewardParts parts, String recording) {
        this.parts = parts;
        this.recording = recording;
    }

    void addTo(StreamsBuilder builder) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(COUNTS_STORE), Serdes.String(), Serdes.Long())
                        .withCachingEnabled());
        KStream<String, RecordedEvent> events = builder.stream(
                recording,
                Consumed.with(Serdes.String(), Serdes.serdeFrom(readOnly(), new RecordedEvents(parts)))
                        .withName("recording"));
        KStream<String, Reward> rewards = new ScoringTopology(parts)
                .score(
                        builder,
                        only(events, "queries", RescoringTopology::query),
                        only(events, "feedback", RescoringTopology::feedback),
                        only(events, "task-outputs", RescoringTopology::output))
                .process(() -> new CountProcessor<Reward>(REWARDS), Named.as("count-rewards"), COUNTS_STORE);
        KStream<String, RoundResult> results = new AggregationTopology(parts)
                .addRecorded(
                        builder,
                        rewards,
                        only(events, "prompt-proposals", RescoringTopology::proposal),
                        events.filter(
                                (key, event) -> event instanceof RecordedEvent.Ended, Named.as("end-of-recording")));
        results.process(
                () -> new CountProcessor<RoundResult>(ROUND_RESULTS), Named.as("count-round-results"), COUNTS_STORE);
    }

    private static <T> KStream<String, T> only(
            KStream<String, RecordedEvent> events, String name, Function<RecordedEvent, Optional<T>> part) {
        return events.filter((key, event) -> part.apply(event).isPresent(), Named.as("recorded-" + name))
                .mapValues(event -> part.apply(event).orElseThrow(), Named.as(name));
    }

    private static Optional<Query> query(RecordedEvent event) {
        return event instanceof RecordedEvent.Asked asked ? Optional.of(asked.query()) : Optional.empty();
    }

    private static Optional<Feedback> feedback(RecordedEvent event) {
        return event instanceof RecordedEvent.Advised advised ? Optional.of(advised.feedback()) : Optional.empty();
    }

    private static Optional<TaskOutput> output(RecordedEvent event) {
        return event instanceof RecordedEvent.Answered answered ? Optional.of(answered.output()) : Optional.empty();
    }

    private static Optional<PromptProposal> proposal(RecordedEvent event) {
        return event instanceof RecordedEvent.Proposed proposed ? Optional.of(proposed.proposal()) : Optional.empty();
    }

    private static Serializer<RecordedEvent> readOnly() {
        return (topic, event) -> {
            throw new IllegalStateException("a recording is written by its recorder only");
        };
    }
}
