package io.promptstream.reward.rescoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeMergeTest {
    private record Item(String name, long time) {}

    private final TimeMerge<String, Item> merge = new TimeMerge<>(List.of("a", "b"), Item::time);

    @Test
    void takesTheEarliestOfAllPartitions() {
        // Given
        merge.add("a", new Item("a1", 1));
        merge.add("a", new Item("a4", 4));
        merge.add("b", new Item("b2", 2));
        merge.add("b", new Item("b4", 4));
        merge.end("a");
        merge.end("b");

        // Then
        assertThat(taken()).containsExactly("a1", "b2", "a4", "b4");
        assertThat(merge.finished()).isTrue();
    }

    @Test
    void waitsForAPartitionThatMayBringAnEarlierOne() {
        // Given
        merge.add("a", new Item("a3", 3));
        assertThat(merge.next()).isEmpty();

        // When
        merge.add("b", new Item("b2", 2));

        // Then
        assertThat(taken()).containsExactly("b2");
        assertThat(merge.waiting("a")).isOne();
        merge.end("b");
        assertThat(taken()).containsExactly("a3");
        assertThat(merge.finished()).isFalse();
    }

    @Test
    void keepsTheOrderWithinAPartition() {
        // Given
        merge.add("a", new Item("first", 9));
        merge.add("a", new Item("second", 3));
        merge.add("b", new Item("b5", 5));
        merge.end("a");
        merge.end("b");

        // Then
        assertThat(taken()).containsExactly("b5", "first", "second");
    }

    @Test
    void knowsItsPartitionsOnly() {
        assertThatThrownBy(() -> merge.end("c")).hasMessage("c is none of [a, b]");
    }

    private List<String> taken() {
        List<String> names = new ArrayList<>();
        for (Optional<Item> next = merge.next(); next.isPresent(); next = merge.next()) {
            names.add(next.get().name());
        }
        return names;
    }
}
