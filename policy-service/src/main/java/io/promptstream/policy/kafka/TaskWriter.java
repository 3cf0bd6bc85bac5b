package io.promptstream.policy.kafka;

import io.promptstream.event.Task;
import io.promptstream.policy.kafka.EventPublisher.Keyed;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.TaskDirectory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;

/**
 * Writes tasks, and returns when this instance sees the change itself, so that a query that is sent afterwards finds its
 * task. Changes of one task through several instances at the same moment may get the same revision; the later one in the
 * topic counts.
 */
@Singleton
public final class TaskWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final TaskDirectory directory;
    private final EventPublisher publisher;
    private final String topic;
    private final Clock clock;

    TaskWriter(TaskDirectory directory, EventPublisher publisher, TopicCatalogue topics, Clock clock) {
        this.directory = directory;
        this.publisher = publisher;
        this.topic = topics.tasks().name();
        this.clock = clock;
    }

    /**
     * Writes a task as its next revision, unless it changes nothing.
     *
     * @param change makes the task from the one that is there; its revision and times need not be set
     * @return the task that holds now
     * @throws OversizedRecordException if the task is too large for its topic
     * @throws KafkaException if it could not be published or is not read back in time
     */
    public synchronized Task put(String taskId, Function<Optional<Task>, Task> change) {
        requireReady();
        Task known = directory.find(taskId).orElse(null);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Task task = Task.newBuilder(change.apply(Optional.ofNullable(known)))
                .setRevision(known == null ? 1 : known.getRevision() + 1)
                .setCreatedAt(known == null ? now : known.getCreatedAt())
                .setUpdatedAt(now)
                .build();
        if (known != null && sameDefinition(known, task)) {
            return known;
        }
        publisher.publish(topic, List.of(new Keyed(task.getTaskId(), task)));
        await(() -> directory
                .find(task.getTaskId())
                .filter(seen -> seen.getRevision() >= task.getRevision())
                .isPresent());
        return task;
    }

    /** Deletes a task. */
    public synchronized void delete(String taskId) {
        requireReady();
        publisher.publish(topic, List.of(new Keyed(taskId, null)));
        await(() -> directory.find(taskId).isEmpty());
    }

    private static boolean sameDefinition(Task known, Task task) {
        return Task.newBuilder(task)
                .setRevision(known.getRevision())
                .setUpdatedAt(known.getUpdatedAt())
                .build()
                .equals(known);
    }

    private void requireReady() {
        if (!directory.ready()) {
            throw new KafkaException("the tasks are still being read");
        }
    }

    private void await(BooleanSupplier condition) {
        Instant deadline = clock.instant().plus(PATIENCE);
        try {
            while (!condition.getAsBoolean()) {
                if (clock.instant().isAfter(deadline)) {
                    throw new KafkaException("the change was published but not read back within " + PATIENCE);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the change to be read back", e);
        }
    }
}
