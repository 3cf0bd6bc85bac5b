package io.promptstream.policy.app.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.owner.Change.Outcome;
import io.promptstream.policy.app.owner.Known;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TaskRevisionsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Task asked = Task.newBuilder(TaskSamples.task("task"))
            .setCreatedAt(Instant.EPOCH)
            .setUpdatedAt(Instant.EPOCH)
            .build();

    @Test
    void aNewTaskBeginsWithRevisionOne() {
        // When
        Task task = put(Known.nothing(), asked, NOW);

        // Then
        assertThat(task.getRevision()).isEqualTo(1);
        assertThat(task.getFirstRevision()).isEqualTo(1);
        assertThat(task.getCreatedAt()).isEqualTo(NOW);
    }

    @Test
    void aChangeIsTheNextRevisionOfTheSameTaskThoughTheClockWasSetBack() {
        // Given
        Task first = put(Known.nothing(), asked, NOW);

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
        Task first = put(Known.nothing(), asked, NOW);

        // When
        Outcome<Task> outcome = TaskRevisions.put(known(first), before -> asked, NOW.plus(HOUR));

        // Then
        assertThat(outcome.written()).isFalse();
        assertThat(outcome.event()).isEqualTo(first);
    }

    @Test
    void aTaskThatIsPutAnewIsAnotherWhateverTheClockSays() {
        // Given
        Task first = put(Known.nothing(), asked, NOW);
        Headers deletion = headers(TaskRevisions.delete(known(first)));

        // When
        Task seen = put(new Known<>(Optional.empty(), Optional.of(first), deletion), asked, NOW.minus(HOUR));
        Task compacted = put(new Known<>(Optional.empty(), Optional.empty(), deletion), asked, NOW);
        Task withoutHeaders =
                put(new Known<>(Optional.empty(), Optional.of(first), new RecordHeaders()), asked, NOW.minus(HOUR));

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
        Task next = put(new Known<>(Optional.of(lower), Optional.of(fifth), new RecordHeaders()), described("x"), NOW);

        // Then
        assertThat(next.getRevision()).isEqualTo(6);
    }

    @Test
    void nothingIsDeletedTwice() {
        assertThat(TaskRevisions.delete(Known.nothing()).written()).isFalse();
    }

    private Task described(String description) {
        return Task.newBuilder(asked).setDescription(description).build();
    }

    private static Task put(Known<Task> known, Task asked, Instant now) {
        Outcome<Task> outcome = TaskRevisions.put(known, before -> asked, now);
        assertThat(outcome.written()).isTrue();
        return Objects.requireNonNull(outcome.event());
    }

    private static Known<Task> known(Task task) {
        return new Known<>(Optional.of(task), Optional.empty(), new RecordHeaders());
    }

    private static Headers headers(Outcome<Task> outcome) {
        Headers headers = new RecordHeaders();
        outcome.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
