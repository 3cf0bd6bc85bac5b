package io.promptstream.kafka;

import io.promptstream.event.Task;
import io.promptstream.kafka.CurrentTasks.CatchUp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks of records from other topics. A record may overtake its task, or the revision of it that it was written
 * under, because they travel on different topics; so a task is missing, or stays behind, only once the tasks were read to the
 * end that they had after the record was read. Until then the finding is {@link Finding.Pending}, and nobody waits here:
 * {@link PutBack} puts the record back to be read again. One reading does for all records that were read before it began.
 * Belongs to one thread.
 */
public final class TaskFinder {
    private final CurrentTasks tasks;
    /** Highest offset that was read of each partition. */
    private final Map<TopicPartition, Long> read = new HashMap<>();
    /** Up to where a missing task is missing. */
    private Map<TopicPartition, Long> covered = Map.of();

    private @Nullable CatchUp catchUp;
    private Map<TopicPartition, Long> covering = Map.of();

    /** What there is to say of a record's task. */
    public sealed interface Finding {
        /** The task, at the wanted revision or a later one if there is any; otherwise at an earlier one. */
        record Found(Task task) implements Finding {}

        /** There is no such task. */
        record Missing() implements Finding {}

        /** It may still come: ask again when {@link #isCatchingUp()} says no. */
        record Pending() implements Finding {}
    }

    public TaskFinder(CurrentTasks tasks) {
        this.tasks = tasks;
    }

    /** The task as it was read so far. */
    public Optional<Task> known(String taskId) {
        return tasks.find(taskId);
    }

    /** Takes note of records before they are asked about. */
    public void polled(Iterable<? extends ConsumerRecord<?, ?>> records) {
        for (ConsumerRecord<?, ?> record : records) {
            // One that is read again, behind a rebalance, says no less: no reading goes back.
            read.merge(partition(record), record.offset(), Math::max);
        }
    }

    /** The task of a record, whatever its revision. */
    public Finding find(ConsumerRecord<?, ?> record, String taskId) {
        return find(record, taskId, Long.MIN_VALUE);
    }

    /** The task of a record, at this revision or a later one if it may still come. */
    public Finding find(ConsumerRecord<?, ?> record, String taskId, long revision) {
        boolean mayCome = !isCovered(record);
        // Asked for after that: what has come meanwhile counts.
        Optional<Task> task = tasks.find(taskId);
        if (mayCome && task.filter(found -> found.getRevision() >= revision).isEmpty()) {
            if (catchUp == null) {
                covering = Map.copyOf(read);
                catchUp = tasks.beginCatchUp();
            }
            return new Finding.Pending();
        }
        return task.<Finding>map(Finding.Found::new).orElseGet(Finding.Missing::new);
    }

    /**
     * Whether the tasks are still being read for a record that is pending.
     *
     * @throws KafkaException if that takes too long
     */
    public boolean isCatchingUp() throws InterruptedException {
        if (catchUp == null) {
            return false;
        }
        try {
            if (!catchUp.isOver()) {
                return true;
            }
            covered = covering;
            catchUp = null;
            return false;
        } catch (KafkaException e) {
            // Whoever continues after that begins another reading.
            catchUp = null;
            throw e;
        }
    }

    private boolean isCovered(ConsumerRecord<?, ?> record) {
        return record.offset() <= covered.getOrDefault(partition(record), -1L);
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
