package io.promptstream.policy.app.tasks;

import io.promptstream.event.Task;
import io.promptstream.kafka.Deadline;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.policy.app.owner.Change;
import io.promptstream.policy.app.owner.ExclusiveWriter;
import io.promptstream.policy.app.owner.OwnedPartition.Changed;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.task.TaskRevisions;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/**
 * Writes tasks, and returns when this instance sees the change itself, so that a query that is sent afterwards finds its
 * task. Changes of one task, through whatever instances, follow one another: each is made from what the one before has
 * left, under the next revision. Thread-safe.
 */
@Singleton
public final class TaskWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final TaskDirectory directory;
    private final EventCodec codec;
    private final RecordLimits limits;
    private final String topic;
    private final ExclusiveWriter<Task> writer;
    private final TaskPartitions partitions;
    private final Clock clock;

    TaskWriter(
            TaskDirectory directory,
            KafkaClients clients,
            EventCodec codec,
            RecordLimits limits,
            TopicCatalogue topics,
            Clock clock) {
        this.directory = directory;
        this.codec = codec;
        this.limits = limits;
        this.topic = topics.tasks().name();
        this.writer = new ExclusiveWriter<>(
                clients,
                codec,
                limits,
                topics.tasks(),
                new KeyedEvents<>(codec, Task.class, "taskId", Task::getTaskId),
                new Random());
        this.partitions = new TaskPartitions(topics.tasks().partitions());
        this.clock = clock;
    }

    /**
     * Checks a task's size as it is, without the numbers and times that it gets when it is put.
     *
     * @throws OversizedRecordException if the task is too large for its topic
     */
    void requireFitting(Task task) {
        limits.check(new ProducerRecord<>(topic, task.getTaskId(), codec.encode(topic, task)));
    }

    /**
     * Writes a task as its next revision, unless it changes nothing.
     *
     * @param change makes the task from the one that is there, each time that it is tried; its revisions and times need not
     *     be set. An exception refuses the change and is thrown on
     * @return the task that holds now
     * @throws OversizedRecordException if the task is too large for its topic
     * @throws KafkaException if it could not be published or is not read back in time
     */
    public Task put(String taskId, Function<Optional<Task>, Task> change) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return Objects.requireNonNull(
                change(taskId, known -> TaskRevisions.put(known, change, now)).event());
    }

    /**
     * Deletes a task.
     *
     * @param check is shown the task that is there, if there is one; an exception refuses the change and is thrown on
     */
    public void delete(String taskId, java.util.function.Consumer<Optional<Task>> check) {
        change(taskId, known -> {
            check.accept(known.task());
            return TaskRevisions.delete(known);
        });
    }

    private Changed<Task> change(String taskId, Function<TaskRevisions.Known, TaskRevisions.Outcome> change) {
        int partition = partitions.of(taskId);
        Changed<Task> changed = writer.change(
                partition,
                taskId,
                known -> outcome(
                        change.apply(new TaskRevisions.Known(known.event(), known.before(), texts(known.headers())))));
        awaitRead(partition, changed.end());
        return changed;
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new HashMap<>();
        headers.forEach(header -> {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        return texts;
    }

    private static Change.Outcome<Task> outcome(TaskRevisions.Outcome outcome) {
        return new Change.Outcome<>(outcome.task().orElse(null), outcome.headers(), outcome.written());
    }

    private void awaitRead(int partition, long end) {
        Deadline deadline = Deadline.in(PATIENCE);
        try {
            while (!directory.hasRead(partition, end - 1)) {
                if (deadline.isOver()) {
                    throw new KafkaException("the change was made but not read back within " + PATIENCE);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the change to be read back", e);
        }
    }

    @PreDestroy
    void close() {
        writer.close();
    }
}
