package io.promptstream.policy.app.tasks;

import io.promptstream.event.Task;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.TaskParser;
import io.promptstream.schemas.size.OversizedRecordException;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/** The tasks as requests see them. */
@Singleton
public final class TaskStore {
    /** A snapshot's weights, target and two moments, each four bytes, must fit into a record of 32 MiB. */
    private static final int LARGEST_STATE = 28 << 20;

    private static final int BYTES_PER_WEIGHT = 4 * Float.BYTES;

    private final TaskDirectory directory;
    private final TaskWriter writer;
    private final TaskParser parser;

    TaskStore(TaskDirectory directory, TaskWriter writer, FrozenLanguageModel model) {
        this.directory = directory;
        this.writer = writer;
        this.parser = new TaskParser(LARGEST_STATE / (BYTES_PER_WEIGHT * 2 * model.width()));
    }

    public TaskParser parser() {
        return parser;
    }

    public List<Task> all() {
        requireReady();
        return directory.all();
    }

    /** The task of this id; refuses the request if there is none. */
    public Task get(String id) {
        return get("id", id);
    }

    /** As {@link #get(String)}, where {@code field} of the request holds the id. */
    public Task get(String field, String id) {
        requireReady();
        return directory.find(id).orElseThrow(() -> RequestException.unknownTask(field, id));
    }

    /**
     * Refuses what {@link #put} would refuse, as far as it can be told now: before others are asked what they make of the
     * definition.
     */
    void requireAcceptable(Task definition, Precondition condition) {
        requireReady();
        condition.requireNotPast(directory.find(definition.getTaskId()));
        try {
            writer.requireFitting(definition);
        } catch (OversizedRecordException e) {
            throw tooLarge(e);
        }
    }

    /**
     * Puts a definition; a promotion is no part of it and stays.
     *
     * @param condition on the task as it is when the change is made
     */
    public Task put(Task definition, Precondition condition) {
        requireReady();
        try {
            return writer.put(definition.getTaskId(), known -> {
                condition.require(known);
                return Task.newBuilder(definition)
                        .setPromotion(known.flatMap(Task::getPromotion).orElse(null))
                        .build();
            });
        } catch (OversizedRecordException e) {
            throw tooLarge(e);
        }
    }

    private static RequestException tooLarge(OversizedRecordException e) {
        return RequestException.tooLarge(List.of(new FieldError(
                "",
                "makes an event of %d bytes, uncompressed; write less: a task may have %d bytes"
                        .formatted(e.bytes(), e.limit()))));
    }

    /**
     * Deletes a task; refuses the request if there is none.
     *
     * @param condition on the task as it is when the change is made
     */
    void delete(String id, Precondition condition) {
        requireReady();
        writer.delete(id, known -> {
            if (known.isEmpty()) {
                throw RequestException.unknownTask("id", id);
            }
            condition.require(known);
        });
    }

    private void requireReady() {
        if (!directory.ready()) {
            throw new KafkaException("the tasks are still being read");
        }
    }
}
