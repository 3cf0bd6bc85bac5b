package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class TaskLookupTest {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Task TASK = Events.classification("here", Events.local("tiny"), "good", "bad");

    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private final FakeTime time = new FakeTime(Events.NOW);
    private final TaskLookup lookup = new TaskLookup(id -> Optional.ofNullable(tasks.get(id)), GRACE, time, time);

    @Test
    void findsAtOnceWhatIsThere() throws InterruptedException {
        // Given
        tasks.put("here", TASK);

        // When
        Map<String, TaskState> states = lookup.resolve(List.of(proposal("here", 1)));

        // Then
        assertThat(states).isEqualTo(Map.of("here", new TaskState.Known(TASK)));
        assertThat(time.paused()).isZero();
    }

    @Test
    void waitsForATaskThatArrivesAfterItsProposal() throws InterruptedException {
        // Given
        time.whenPausing(() -> {
            if (time.paused().toMillis() >= 200) {
                tasks.put("here", TASK);
            }
        });

        // When
        Map<String, TaskState> states = lookup.resolve(List.of(proposal("here", 1)));

        // Then
        assertThat(states.get("here")).isInstanceOf(TaskState.Known.class);
        assertThat(time.paused()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void waitsForTheRevisionThatAProposalWasMadeUnder() throws InterruptedException {
        // Given
        tasks.put("here", TASK);
        Task second = Task.newBuilder(TASK).setRevision(2).build();
        time.whenPausing(() -> tasks.put("here", second));

        // When
        Map<String, TaskState> states = lookup.resolve(List.of(proposal("here", 2)));

        // Then
        assertThat(states).isEqualTo(Map.of("here", new TaskState.Known(second)));
    }

    @Test
    void givesUpAfterTheGraceOnceForAll() throws InterruptedException {
        // When
        Map<String, TaskState> states = lookup.resolve(List.of(proposal("one", 1), proposal("two", 1)));

        // Then
        assertThat(states).isEqualTo(Map.of("one", new TaskState.Unknown(), "two", new TaskState.Unknown()));
        assertThat(time.paused()).isEqualTo(GRACE);
    }

    @Test
    void doesNotWaitForOldProposals() throws InterruptedException {
        // Given
        PromptProposal old = Events.proposal("p", "gone", "a", "b", 1, Events.NOW.minus(GRACE));

        // When
        Map<String, TaskState> states = lookup.resolve(List.of(old));

        // Then
        assertThat(states).isEqualTo(Map.of("gone", new TaskState.Unknown()));
        assertThat(time.paused()).isZero();
    }

    @Test
    void knowsADeletedTaskThatItHasSeen() throws InterruptedException {
        // Given
        tasks.put("here", TASK);
        lookup.resolve(List.of(proposal("here", 1)));
        tasks.clear();

        // When
        Map<String, TaskState> states = lookup.resolve(List.of(proposal("here", 1)));

        // Then
        assertThat(states).isEqualTo(Map.of("here", new TaskState.Deleted()));
        assertThat(time.paused()).isZero();
    }

    private static PromptProposal proposal(String taskId, long revision) {
        return Events.proposal("p", taskId, "a", "b", revision, Events.NOW);
    }
}
