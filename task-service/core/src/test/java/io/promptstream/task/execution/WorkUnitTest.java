package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.task.execution.WorkUnit.Item;
import io.promptstream.task.local.FakeCausalModel;
import io.promptstream.task.local.LocalModel;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.Rendering;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkUnitTest {

    @Test
    void bringsEqualPrefixesTogether() {
        assertThat(cut(4, "a", "b", "a", "b")).containsExactly(List.of(0, 2, 1, 3));
    }

    @Test
    void beginsANewUnitRatherThanSplitAPrefix() {
        assertThat(cut(4, "a", "a", "b", "b", "b", "c")).containsExactly(List.of(0, 1), List.of(2, 3, 4, 5));
    }

    @Test
    void splitsAPrefixThatFillsMoreThanAUnit() {
        assertThat(cut(2, "a", "a", "a", "b")).containsExactly(List.of(0, 1), List.of(2, 3));
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(cut(2)).isEmpty();
    }

    private static List<List<Integer>> cut(int size, String... prefixes) {
        List<Item> items = IntStream.range(0, prefixes.length)
                .mapToObj(i -> new Item(i, new Rendering(prefixes[i], " x")))
                .toList();
        return WorkUnit.cut(
                        "task",
                        new LocalModel("tiny", new FakeCausalModel(9)),
                        new Assignment.Generation(1),
                        items,
                        size)
                .stream()
                .map(unit -> unit.items().stream().map(Item::index).toList())
                .toList();
    }
}
