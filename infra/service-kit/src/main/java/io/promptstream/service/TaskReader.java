package io.promptstream.service;

import io.promptstream.event.Task;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the {@code tasks} topic from its beginning into a {@link TaskDirectory}, and goes on reading. */
final class TaskReader implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final EventCodec codec;
    private final UnreadableTasks unreadable;
    private final TaskDirectory directory;
    private final Map<TopicPartition, Long> ends;

    TaskReader(
            Consumer<String, byte[]> consumer,
            EventCodec codec,
            String topic,
            UnreadableTasks unreadable,
            TaskDirectory directory) {
        this.consumer = consumer;
        this.codec = codec;
        this.unreadable = unreadable;
        this.directory = directory;
        try {
            this.ends = seekToBeginning(consumer, topic);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static Map<TopicPartition, Long> seekToBeginning(Consumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    @Override
    public void runOnce() {
        // Unlike a group's consumer, this one is never idle for long: a full poll only delays the first readiness.
        for (ConsumerRecord<String, byte[]> record : consumer.poll(directory.ready() ? POLL : Duration.ofMillis(50))) {
            apply(record);
        }
        if (!directory.ready()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            directory.caughtUp();
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            if (record.key() != null) {
                directory.remove(record.key());
            }
            return;
        }
        switch (codec.decode(record.topic(), record.value(), Task.class)) {
            case Decoded.Event<Task> decoded -> accept(record, decoded.event());
            case Decoded.Unreadable<Task> bad -> unreadable.report(record, bad.reason());
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record, Task task) {
        if (task.getTaskId().equals(record.key())) {
            directory.put(task);
        } else {
            unreadable.report(
                    record,
                    "The key is \"" + record.key() + "\" but the task's id is \"" + task.getTaskId()
                            + "\": write the id as key");
        }
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
