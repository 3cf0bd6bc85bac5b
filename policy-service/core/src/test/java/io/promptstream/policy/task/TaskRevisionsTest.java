package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.task.TaskRevisions.Known;
import io.promptstream.policy.task.TaskRevisions.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskRevisionsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Known NOTHING = new Known(Optional.empty(), Optional.empty(), Map.of());

    private final Task asked = Task.newBuilder(TaskSamples.task("task"))
            .setCreatedAt(Instant.EPOCH)
            .setUpdatedAt(Instant.EPOCH)
            .build();

    @Test
    void aNewTaskBeginsWithRevisionOne() {
        // When
        Task task = put(NOTHING, asked, NOW);

        // Then
        assertThat(task.getRevision()).isEqualTo(1);
        assertThat(task.getFirstRevision()).isEqualTo(1);
        assertThat(task.getCreatedAt()).isEqualTo(NOW);
    }

    @Test
    void aChangeIsTheNextRevisionOfTheSameTaskThoughTheClockWasSetBack() {
        // Given
        Task first = put(NOTHING, asked, NOW);

        // When
        Task second = put(known(first), described("other"), NOW.minus(HOUR));

        // Then
        assertThat(second.getRevision()).isEqualTo(2);
        assertThat(second.getFirstRevision()).isEqualTo(1);
        assertThat(second.getCreatedAt()).isEqualTo(NOW);
        assertThat(second.getDescription()).isEqualTo("other");
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        // Given
        Task first = put(NOTHING, asked, NOW);

        // When
        Outcome outcome = TaskRevisions.put(known(first), before -> asked, NOW.plus(HOUR));

        // Then
        assertThat(outcome.written()).isFalse();
        assertThat(outcome.task()).contains(first);
    }

    @Test
    void aTaskThatIsPutAnewIsAnotherWhateverTheClockSays() {
        // Given
        Task first = put(NOTHING, asked, NOW);
        Map<String, String> deletion = TaskRevisions.delete(known(first)).headers();

        // When
        Task seen = put(new Known(Optional.empty(), Optional.of(first), deletion), asked, NOW.minus(HOUR));
        Task compacted = put(new Known(Optional.empty(), Optional.empty(), deletion), asked, NOW);
        Task withoutHeaders = put(new Known(Optional.empty(), Optional.of(first), Map.of()), asked, NOW.minus(HOUR));

        // Then
        for (Task anew : new Task[] {seen, compacted, withoutHeaders}) {
            assertThat(anew.getRevision()).isEqualTo(2);
            assertThat(anew.getFirstRevision()).isEqualTo(2);
            assertThat(anew.getCreatedAt()).isAfter(first.getCreatedAt());
        }
    }

    @Test
    void revisionsGoOnAfterARecordOfALowerOne() {
        // Given what an instance of an earlier release wrote after a deletion
        Task fifth = Task.newBuilder(asked).setRevision(5).build();
        Task lower = Task.newBuilder(asked).setRevision(1).build();

        // When
        Task next = put(new Known(Optional.of(lower), Optional.of(fifth), Map.of()), described("x"), NOW);

        // Then
        assertThat(next.getRevision()).isEqualTo(6);
    }

    @Test
    void nothingIsDeletedTwice() {
        assertThat(TaskRevisions.delete(NOTHING).written()).isFalse();
    }

    private Task described(String description) {
        return Task.newBuilder(asked).setDescription(description).build();
    }

    private static Task put(Known known, Task asked, Instant now) {
        Outcome outcome = TaskRevisions.put(known, before -> asked, now);
        assertThat(outcome.written()).isTrue();
        return outcome.task().orElseThrow();
    }

    private static Known known(Task task) {
        return new Known(Optional.of(task), Optional.empty(), Map.of());
    }
}
