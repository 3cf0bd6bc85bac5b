package io.promptstream.reward.app.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.RoundClosing;
import io.promptstream.reward.Events;
import io.promptstream.reward.round.MissingRewards;
import io.promptstream.reward.round.Round;
import io.promptstream.reward.round.RoundAggregation;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEvents;
import io.promptstream.reward.round.RoundFormat;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundStep;
import io.promptstream.reward.round.RoundTraces;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredRoundsTest {
    private static final UUID ROUND = new UUID(1, 2);
    private static final long NOW = Events.TIME.toEpochMilli();

    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("rounds"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    private final RoundAggregation aggregation =
            new RoundAggregation(id -> Optional.of(Events.task()), Duration.ofSeconds(10), Duration.ofHours(1), false);

    @BeforeEach
    void begin() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
    }

    @Test
    void aRoundIsReadFromItsPartsAsItWas() {
        // Given a round beside another one whose id begins alike
        StoredRounds rounds = new StoredRounds(store);
        add(rounds, "t/1", 0, 0, 1.5);
        add(rounds, "t/1", 1, 1, -2.0);
        add(rounds, "t/12", 0, 1, 9.0);

        // Then another instance finds it
        assertThat(result(new StoredRounds(store).find("t/1"))).isEqualTo(result(rounds.find("t/1")));
        assertThat(new StoredRounds(store).find("t/2")).isNull();
    }

    @Test
    void aRewardWritesLittleHoweverLargeItsRoundIs() {
        // Given a large round
        StoredRounds rounds = new StoredRounds(store);
        for (int query = 0; query < 500; query++) {
            add(rounds, "t/1", event(0, query, 1.5, 1_000));
        }
        Map<Bytes, byte[]> before = all();

        // When
        add(rounds, "t/1", event(0, 500, 1.5, 1_000));

        // Then
        List<byte[]> written = all().entrySet().stream()
                .filter(entry -> !Arrays.equals(entry.getValue(), before.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(written).singleElement().satisfies(part -> assertThat(part).hasSizeLessThan(500));
        assertThat(before.size()).isLessThan(500 / 32 + 5);
    }

    @Test
    void goesOnWithARoundThatAnOlderVersionKeptAsOneValue() {
        // Given
        Round round = new Round(event(0, 0, 1.5).header(), Events.TIME);
        round.add(event(0, 0, 1.5));
        RoundState.Open old = new RoundState.Open(round, NOW + 5, true, new RoundTraces());
        store.put(Bytes.wrap("t/1".getBytes(StandardCharsets.UTF_8)), RoundFormat.write(old));

        // When
        StoredRounds rounds = new StoredRounds(store);
        add(rounds, "t/1", 1, 1, 4.0);

        // Then
        RoundState.Open read = open(new StoredRounds(store).find("t/1"));
        assertThat(read.deadline()).isEqualTo(NOW + 5);
        assertThat(read.round().places()).hasSize(2);
    }

    @Test
    void aStepThatFailsIsForgotten() {
        // Given
        StoredRounds rounds = new StoredRounds(store);
        add(rounds, "t/1", 0, 0, 1.5);
        RoundState known = Objects.requireNonNull(rounds.find("t/1"));

        // When
        assertThatThrownBy(() ->
                        rounds.with("t/1", () -> aggregation.apply(known, event(1, 1, 3.0), null, NOW), step -> {
                            throw new IllegalStateException("cannot be published");
                        }))
                .hasMessageContaining("published");

        // Then
        assertThat(open(rounds.find("t/1")).round().places()).hasSize(1);
    }

    @Test
    void nothingIsLeftOfARoundThatIsForgotten() {
        // Given a closed round
        StoredRounds rounds = new StoredRounds(store);
        add(rounds, "t/1", 0, 0, 1.5);
        RoundState open = Objects.requireNonNull(rounds.find("t/1"));
        rounds.with("t/1", () -> aggregation.wake(open, NOW + 60_000), step -> {});
        assertThat(size()).isEqualTo(1);

        // When
        RoundState closed = Objects.requireNonNull(rounds.find("t/1"));
        rounds.with("t/1", () -> aggregation.wake(closed, Long.MAX_VALUE), step -> {});

        // Then
        assertThat(size()).isZero();
        assertThat(rounds.find("t/1")).isNull();
    }

    private void add(StoredRounds rounds, String id, int prompt, int query, double value) {
        add(rounds, id, event(prompt, query, value));
    }

    private void add(StoredRounds rounds, String id, RoundEvent event) {
        RoundState known = rounds.find(id);
        rounds.with(id, () -> step(known, event), step -> {});
    }

    private RoundStep step(@Nullable RoundState known, RoundEvent event) {
        return aggregation.apply(known, event, null, NOW);
    }

    private static RoundEvent.Rewarded event(int prompt, int query, double value) {
        return event(prompt, query, value, 2);
    }

    private static RoundEvent.Rewarded event(int prompt, int query, double value, int queries) {
        return (RoundEvent.Rewarded)
                RoundEvents.of(Events.reward("q" + query, Events.explore(ROUND, 2, queries, prompt, query), value))
                        .orElseThrow();
    }

    private static Object result(@Nullable RoundState state) {
        return open(state).round().close(RoundClosing.DEADLINE, new MissingRewards.LeaveOut(), Events.TIME);
    }

    private static RoundState.Open open(@Nullable RoundState state) {
        return (RoundState.Open) Objects.requireNonNull(state);
    }

    private int size() {
        return all().size();
    }

    private Map<Bytes, byte[]> all() {
        Map<Bytes, byte[]> all = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
        }
        return all;
    }
}
