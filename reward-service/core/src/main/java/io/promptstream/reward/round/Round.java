package io.promptstream.reward.round;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.function.ElementMeans;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The rewards of a round, in a table of prompts by queries, of which only what arrived takes memory. The first event for a
 * place in the table counts, until a correction of it comes; the result depends on which events arrived and not on their
 * order.
 */
public final class Round {
    /** Places that are kept together. */
    static final int CHUNK = 32;

    private static final ByteBuffer NO_FEATURES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final RoundHeader header;
    private final Instant openedAt;
    private final Map<Integer, ProposedPrompt> prompts = new TreeMap<>();
    private final TreeMap<Integer, Place> places = new TreeMap<>();
    private final TreeMap<Integer, ByteBuffer> features = new TreeMap<>();

    /**
     * What is in a place of the table.
     *
     * @param value the raw reward; 0 where the slot has no value
     * @param revision of the reward
     * @param labelScores log-probabilities of the labels before calibration; empty where there are none
     * @param promptGradient of the loss with respect to the prompt's embeddings; empty where there is none
     */
    record Place(Slot slot, double value, int revision, List<Float> labelScores, List<Float> promptGradient) {
        private static final Place EMPTY = new Place(Slot.MISSING, 0, -1, List.of(), List.of());

        static Place of(RoundEvent.Rewarded event) {
            Double value = event.value();
            return new Place(
                    Slot.of(event),
                    value == null ? 0 : value,
                    event.revision(),
                    event.labelScores(),
                    event.promptGradient());
        }
    }

    public Round(RoundHeader header, Instant openedAt) {
        this.header = header;
        this.openedAt = openedAt;
    }

    public RoundHeader header() {
        return header;
    }

    /** When the first event of the round was seen. */
    Instant openedAt() {
        return openedAt;
    }

    /** The prompts of which an output arrived, by index. */
    Map<Integer, ProposedPrompt> prompts() {
        return Collections.unmodifiableMap(prompts);
    }

    /** Features of the queries of which an output told them, by index. */
    Map<Integer, ByteBuffer> features() {
        return Collections.unmodifiableMap(features);
    }

    /** The places that are taken, by prompt index times queries plus query index. */
    public Map<Integer, Place> places() {
        return Collections.unmodifiableMap(places);
    }

    /**
     * Takes a reward, a failure or a correction.
     *
     * @return false when the place has the same or a newer revision, or is outside the table; then nothing changed
     */
    public boolean add(RoundEvent.Rewarded event) {
        if (!header.contains(event.promptIndex(), event.queryIndex())) {
            return false;
        }
        Place earlier = place(event.promptIndex(), event.queryIndex());
        if (event.revision() <= earlier.revision()) {
            return false;
        }
        places.put(index(event.promptIndex(), event.queryIndex()), Place.of(event));
        prompts.putIfAbsent(event.promptIndex(), event.prompt());
        if (event.features().hasRemaining()) {
            features.putIfAbsent(event.queryIndex(), event.features());
        }
        return true;
    }

    /** Restores a prompt that was kept. */
    void put(int promptIndex, ProposedPrompt prompt) {
        prompts.put(promptIndex, prompt);
    }

    /** Restores a query's features that were kept. */
    void put(int queryIndex, ByteBuffer kept) {
        features.put(queryIndex, kept);
    }

    /** Restores a place of the table that was kept. */
    void put(int index, Place place) {
        places.put(index, place);
    }

    /** Whether every place of the table is taken. */
    public boolean complete() {
        return places.size() == header.expectedRewards();
    }

    /** The result, ordered by prompt and query. Prompts of which nothing arrived are left out under any rule. */
    public RoundResult close(RoundClosing closing, MissingRewards rule, Instant closedAt) {
        List<PromptResult> results = new ArrayList<>();
        prompts.forEach((index, prompt) -> {
            List<QueryReward> rewards = rewards(index, rule);
            if (!rewards.isEmpty()) {
                results.add(new PromptResult(
                        prompt.prompt(),
                        index,
                        prompt.origin(),
                        prompt.logProbability(),
                        prompt.truncation(),
                        prompt.seed(),
                        rewards,
                        mean(index, Place::labelScores),
                        mean(index, Place::promptGradient)));
            }
        });
        return new RoundResult(
                header.roundId(),
                header.taskId(),
                header.taskRevision(),
                header.policyVersion(),
                closing,
                results,
                header.expectedRewards(),
                (int) places.values().stream()
                        .filter(place -> place.slot().hasValue())
                        .count(),
                (int) places.values().stream()
                        .filter(place -> place.slot() == Slot.FAILED)
                        .count(),
                openedAt,
                closedAt,
                header.distinctQueries(),
                queryFeatures());
    }

    private List<QueryReward> rewards(int promptIndex, MissingRewards rule) {
        List<QueryReward> rewards = new ArrayList<>();
        for (int q = 0; q < header.queries(); q++) {
            Place place = place(promptIndex, q);
            if (place.slot().hasValue()) {
                rewards.add(new QueryReward(q, place.value(), place.slot().correct(), false));
            } else {
                switch (rule) {
                    case MissingRewards.LeaveOut ignored -> {}
                    case MissingRewards.Default standIn -> rewards.add(new QueryReward(q, standIn.value(), null, true));
                }
            }
        }
        return rewards;
    }

    /** Nothing for a round of a policy without contexts. */
    private List<ByteBuffer> queryFeatures() {
        return features.isEmpty()
                ? List.of()
                : IntStream.range(0, header.queries())
                        .mapToObj(query ->
                                features.getOrDefault(query, NO_FEATURES).duplicate())
                        .toList();
    }

    private List<Float> mean(int promptIndex, Function<Place, List<Float>> numbers) {
        return ElementMeans.of(IntStream.range(0, header.queries())
                .mapToObj(query -> numbers.apply(place(promptIndex, query)))
                .toList());
    }

    private Place place(int promptIndex, int queryIndex) {
        return places.getOrDefault(index(promptIndex, queryIndex), Place.EMPTY);
    }

    /** The neighbours of the place that the reward is for, itself among them. */
    RoundChange.PlaceTaken neighbours(RoundEvent.Rewarded event) {
        int chunk = index(event.promptIndex(), event.queryIndex()) / CHUNK;
        return new RoundChange.PlaceTaken(chunk, places.subMap(chunk * CHUNK, (chunk + 1) * CHUNK));
    }

    private int index(int promptIndex, int queryIndex) {
        return promptIndex * header.queries() + queryIndex;
    }
}
