package io.promptstream.reward.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
        index.add(30, id("c"));
        index.add(10, id("a"));

        // Then
        assertThat(index.nextDue(9)).isEmpty();
        assertThat(index.nextDue(50)).hasValue(10);
        index.take(10);
        assertThat(index.nextDue(29)).isEmpty();
        index.add(20, id("b"));
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
        index.add(30, id("c"));
        index.add(10, id("a"));
        index.add(20, id("b"));
        index.add(15, id("a"));

        // Then
        assertThat(index.take(9)).isEmpty();
        assertThat(index.take(20)).containsExactly(Bytes.wrap(id("a")), Bytes.wrap(id("b")));
        assertThat(index.take(29)).isEmpty();
        assertThat(index.take(30)).containsExactly(Bytes.wrap(id("c")));
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
        index.add(50, id("late"));

        // Then
        assertThat(index.take(100)).containsExactly(Bytes.wrap(id("late")));
    }

    @Test
    void findsWhatAnEarlierIndexLeft() {
        // Given
        new DeadlineIndex(open()).add(5, id("ž"));

        // Then
        assertThat(new DeadlineIndex(store).take(1_000)).containsExactly(Bytes.wrap(id("ž")));
    }

    @Test
    void leavesWhatIsMoreThanWasAskedFor() {
        // Given
        DeadlineIndex index = new DeadlineIndex(open());
        for (String name : List.of("a", "b", "c", "d", "e")) {
            index.add(10, id(name));
        }

        // Then
        assertThat(index.take(50, 2)).containsExactly(Bytes.wrap(id("a")), Bytes.wrap(id("b")));
        assertThat(index.take(50, 2)).containsExactly(Bytes.wrap(id("c")), Bytes.wrap(id("d")));
        assertThat(index.take(50, 2)).containsExactly(Bytes.wrap(id("e")));
        assertThat(index.take(50, 2)).isEmpty();
    }

    @Test
    void takesTheExtremesOfTime() {
        // Given
        DeadlineIndex index = new DeadlineIndex(open());
        index.add(Long.MIN_VALUE, id("a"));
        index.add(Long.MAX_VALUE, id("b"));

        // Then
        assertThat(index.take(0)).containsExactly(Bytes.wrap(id("a")));
        assertThat(index.take(Long.MAX_VALUE)).containsExactly(Bytes.wrap(id("b")));
    }

    private KeyValueStore<Bytes, byte[]> open() {
        return store;
    }

    private static byte[] id(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
