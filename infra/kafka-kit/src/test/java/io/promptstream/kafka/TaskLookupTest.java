package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskLookupTest {
    private final LateTasks tasks = new LateTasks();
    private final TaskLookup lookup = new TaskLookup(tasks);

    @Test
    void findsAtOnceWhatIsThere() throws InterruptedException {
        // Given
        tasks.read.put("here", task("here", 3));

        // When
        Optional<Task> found = lookup.find("here", 3);

        // Then
        assertThat(found).map(Task::getRevision).contains(3L);
        assertThat(tasks.timesCaughtUp).isZero();
    }

    @Test
    void findsWhatWasCommittedButNotReadYet() throws InterruptedException {
        // Given
        tasks.read.put("changed", task("changed", 1));
        tasks.committed.put("changed", task("changed", 2));
        tasks.committed.put("new", task("new", 1));

        // When
        Optional<Task> changed = lookup.find("changed", 2);
        Optional<Task> added = lookup.find("new");

        // Then
        assertThat(changed).map(Task::getRevision).contains(2L);
        assertThat(added).isPresent();
        assertThat(tasks.timesCaughtUp).isEqualTo(1);
    }

    @Test
    void readsToTheEndOnceForAllUnknownTasksOfAPoll() throws InterruptedException {
        // When
        for (int i = 0; i < 1_000; i++) {
            assertThat(lookup.find("unknown-" + i)).isEmpty();
        }
        lookup.polled();
        assertThat(lookup.find("unknown-0")).isEmpty();

        // Then
        assertThat(tasks.timesCaughtUp).isEqualTo(2);
    }

    @Test
    void anEarlierRevisionIsBetterThanNone() throws InterruptedException {
        tasks.read.put("here", task("here", 1));
        assertThat(lookup.find("here", Long.MAX_VALUE)).map(Task::getRevision).contains(1L);
    }

    private static Task task(String id, long revision) {
        Task task = new Task();
        task.put("taskId", id);
        task.put("revision", revision);
        return task;
    }

    /** Reads what is committed only when told to. */
    private static final class LateTasks implements CurrentTasks {
        private final Map<String, Task> read = new HashMap<>();
        private final Map<String, Task> committed = new HashMap<>();
        private int timesCaughtUp;

        @Override
        public Optional<Task> find(String taskId) {
            return Optional.ofNullable(read.get(taskId));
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void catchUp() {
            timesCaughtUp++;
            read.putAll(committed);
        }

        @Override
        public CatchUp beginCatchUp() {
            throw new UnsupportedOperationException();
        }
    }
}
