package io.promptstream.policy.app.owner;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition holds everything of a task, also what has another key: candidates, and replays of the task's rounds.
 *
 * @param count of every topic
 */
public record TaskPartitions(int count) {
    /** The partition of a task's id, as Kafka's default partitioner computes it. */
    public int of(String taskId) {
        return Utils.toPositive(Utils.murmur2(taskId.getBytes(StandardCharsets.UTF_8))) % count;
    }
}
