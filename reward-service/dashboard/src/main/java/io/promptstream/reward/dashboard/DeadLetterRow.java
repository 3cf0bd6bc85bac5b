package io.promptstream.reward.dashboard;

import io.promptstream.schemas.deadletter.DeadLetters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that a service could not process. Topic, partition and offset are the key.
 *
 * @param source topic that it was on
 * @param service that gave it up
 * @param taskId the task that it is of, where that is known
 * @param queryId the query that it is about, where it is about one
 * @param bytes size of its value
 * @param whole whether its value is there, so that it can be put back
 * @param republishedAt when it was last put back where it came from
 */
public record DeadLetterRow(
        String topic,
        int partition,
        long offset,
        @Nullable String source,
        @Nullable Integer sourcePartition,
        @Nullable Long sourceOffset,
        @Nullable String key,
        @Nullable String taskId,
        @Nullable String queryId,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String service,
        Instant at,
        int bytes,
        boolean whole,
        @Nullable Instant republishedAt) {

    /** Where it is, for a map. */
    String place() {
        return place(topic, partition, offset);
    }

    static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "-" + offset;
    }

    /** The topic that it is on, without the prefix. */
    String shortTopic() {
        int end = topic.endsWith(DeadLetters.SUFFIX) ? topic.length() - DeadLetters.SUFFIX.length() : topic.length();
        return topic.substring(topic.lastIndexOf('.', end - 1) + 1);
    }

    /** The same with a task. */
    DeadLetterRow ofTask(String task) {
        return with(task, republishedAt);
    }

    DeadLetterRow republished(Instant when) {
        return with(taskId, when);
    }

    private DeadLetterRow with(@Nullable String task, @Nullable Instant republication) {
        return new DeadLetterRow(
                topic,
                partition,
                offset,
                source,
                sourcePartition,
                sourceOffset,
                key,
                task,
                queryId,
                reason,
                exception,
                service,
                at,
                bytes,
                whole,
                republication);
    }
}
