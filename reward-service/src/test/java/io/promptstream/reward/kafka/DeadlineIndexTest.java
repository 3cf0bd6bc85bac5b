package io.promptstream.reward.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DeadlineIndexTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("deadlines").get();

    @Test
    void tellsTheEarliestTimeThatHasCome() {
        // Given
        DeadlineIndex index = new DeadlineIndex(open());
        index.add(30, "c");
        index.add(10, "a");

        // Then
        assertThat(index.nextDue(9)).isEmpty();
        assertThat(index.nextDue(50)).hasValue(10);
        index.take(10);
        assertThat(index.nextDue(29)).isEmpty();
        index.add(20, "b");
        assertThat(index.nextDue(29)).hasValue(20);
        index.take(20);
        assertThat(index.nextDue(30)).hasValue(30);
        index.take(30);
        assertThat(index.nextDue(1_000)).isEmpty();
    }

    @Test
    void returnsWhatIsDueInOrderAndOnce() {
        // Given
        DeadlineIndex index = new DeadlineIndex(open());
        index.add(30, "c");
        index.add(10, "a");
        index.add(20, "b");
        index.add(15, "a");

        // Then
        assertThat(index.take(9)).isEmpty();
        assertThat(index.take(20)).containsExactly("a", "b");
        assertThat(index.take(29)).isEmpty();
        assertThat(index.take(30)).containsExactly("c");
        try (KeyValueIterator<Bytes, byte[]> left = store.all()) {
            assertThat(left.hasNext()).isFalse();
        }
    }

    @Test
    void returnsWhatWasEnteredForATimeThatIsOver() {
        // Given
        DeadlineIndex index = new DeadlineIndex(open());
        index.take(100);

        // When
        index.add(50, "late");

        // Then
        assertThat(index.take(100)).containsExactly("late");
    }

    @Test
    void findsWhatAnEarlierIndexLeft() {
        // Given
        new DeadlineIndex(open()).add(5, "ž");

        // Then
        assertThat(new DeadlineIndex(store).take(1_000)).containsExactly("ž");
    }

    private KeyValueStore<Bytes, byte[]> open() {
        return store;
    }
}
