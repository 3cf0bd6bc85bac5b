package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.task.Events;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskStatesTest {
    private static final Task TASK = Events.classification("here", Events.local("tiny"), "good", "bad");

    private final KnownTasks tasks = new KnownTasks();
    private final TaskStates states = new TaskStates(tasks);

    @Test
    void findsWhatIsThere() {
        // Given
        tasks.put(TASK);

        // When / Then
        assertThat(states.mayStillArrive(proposal("here", 1))).isFalse();
        assertThat(states.state("here")).isEqualTo(new TaskState.Known(TASK));
    }

    @Test
    void aProposalMayBeAheadOfItsTask() {
        // When / Then
        assertThat(states.mayStillArrive(proposal("here", 1))).isTrue();
        assertThat(states.state("here")).isEqualTo(new TaskState.Unknown());
    }

    @Test
    void aProposalMayBeAheadOfTheRevisionThatItWasMadeUnder() {
        // Given
        tasks.put(TASK);

        // When / Then
        assertThat(states.mayStillArrive(proposal("here", 2))).isTrue();
        tasks.put(Task.newBuilder(TASK).setRevision(2).build());
        assertThat(states.mayStillArrive(proposal("here", 2))).isFalse();
        assertThat(states.mayStillArrive(proposal("here", 1))).isFalse();
    }

    @Test
    void knowsADeletedTaskThatItHasSeen() {
        // Given
        tasks.put(TASK);
        states.state("here");
        tasks.remove("here");

        // When / Then
        assertThat(states.mayStillArrive(proposal("here", 1))).isFalse();
        assertThat(states.state("here")).isEqualTo(new TaskState.Deleted());
    }

    @Test
    void forgetsDeletedTasksInTheEnd() {
        // Given
        int most = TaskStates.MOST_SEEN;
        for (int i = 0; i < 2 * most; i++) {
            String taskId = "task-" + i;
            tasks.put(Task.newBuilder(TASK).setTaskId(taskId).build());
            states.state(taskId);
            tasks.remove(taskId);
        }

        // When
        long remembered = IntStream.range(0, 2 * most)
                .filter(i -> states.state("task-" + i) instanceof TaskState.Deleted)
                .count();

        // Then
        assertThat(remembered).isEqualTo(most);
    }

    private static PromptProposal proposal(String taskId, long revision) {
        return Events.proposal("p", taskId, "a", "b", revision, Events.NOW);
    }
}
