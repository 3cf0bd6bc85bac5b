package io.promptstream.policy.api;

import io.promptstream.event.Task;
import io.promptstream.policy.kafka.EventPublisher;
import io.promptstream.policy.kafka.EventPublisher.Keyed;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.task.TaskParser;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.TaskDirectory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Puts and deletes tasks. Both return when this instance sees the change itself, so that a query that is sent afterwards
 * finds its task. Changes of one task through several instances at the same moment may get the same revision; the later
 * one in the topic counts.
 */
@Singleton
final class TaskStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** A snapshot's weights, target and two moments, each four bytes, must fit into a record of 32 MiB. */
    private static final int LARGEST_STATE = 28 << 20;

    private static final int BYTES_PER_WEIGHT = 4 * Float.BYTES;

    private final TaskDirectory directory;
    private final EventPublisher publisher;
    private final String topic;
    private final Clock clock;
    private final TaskParser parser;

    TaskStore(
            TaskDirectory directory,
            EventPublisher publisher,
            TopicCatalogue topics,
            Clock clock,
            FrozenLanguageModel model) {
        this.directory = directory;
        this.publisher = publisher;
        this.topic = topics.tasks().name();
        this.clock = clock;
        this.parser = new TaskParser(LARGEST_STATE / (BYTES_PER_WEIGHT * 2 * model.width()));
    }

    TaskParser parser() {
        return parser;
    }

    List<Task> all() {
        requireReady();
        return directory.all();
    }

    /** The task of this id; refuses the request if there is none. */
    Task get(String id) {
        requireReady();
        return directory.find(id).orElseThrow(() -> RequestException.unknownTask("id", id));
    }

    synchronized Task put(Task definition) {
        requireReady();
        Task.Builder builder = Task.newBuilder(definition);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Task known = directory.find(definition.getTaskId()).orElse(null);
        Task task = builder.setRevision(known == null ? 1 : known.getRevision() + 1)
                .setCreatedAt(known == null ? now : known.getCreatedAt())
                .setUpdatedAt(now)
                .build();
        if (known != null && sameDefinition(known, task)) {
            return known;
        }
        try {
            publisher.publish(topic, List.of(new Keyed(task.getTaskId(), task)));
        } catch (RecordTooLargeException e) {
            throw RequestException.tooLarge("");
        }
        await(() -> directory
                .find(task.getTaskId())
                .filter(seen -> seen.getRevision() >= task.getRevision())
                .isPresent());
        return task;
    }

    synchronized void delete(String id) {
        get(id);
        publisher.publish(topic, List.of(new Keyed(id, null)));
        await(() -> directory.find(id).isEmpty());
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
