package io.promptstream.reward.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineMemoryTest {
    private final Deadlines deadlines = new DeadlineMemory();
    private final List<String> dealtWith = new ArrayList<>();

    @Test
    void dealsWithWhatIsDueAtItsOwnTimeEarliestFirst() {
        // Given
        add(20, "b");
        add(10, "c");
        add(20, "a");
        add(20, "a");
        add(31, "later");

        // When
        deadlines.eachDue(30, (id, at) -> dealtWith.add(text(id) + "@" + at));

        // Then
        assertThat(dealtWith).containsExactly("c@10", "a@20", "b@20");
    }

    @Test
    void dealsWithWhatBecomesDueMeanwhileAndWithWhatComesTooLate() {
        // Given
        add(10, "first");

        // When
        deadlines.eachDue(30, (id, at) -> {
            dealtWith.add(text(id) + "@" + at);
            if (text(id).equals("first")) {
                add(25, "second");
                add(5, "overdue");
            }
        });
        add(7, "missed");
        deadlines.eachDue(30, (id, at) -> dealtWith.add(text(id) + "@" + at));

        // Then
        assertThat(dealtWith).containsExactly("first@10", "overdue@10", "second@25", "missed@30");
    }

    private void add(long at, String id) {
        deadlines.add(at, id.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] id) {
        return new String(id, StandardCharsets.UTF_8);
    }
}
