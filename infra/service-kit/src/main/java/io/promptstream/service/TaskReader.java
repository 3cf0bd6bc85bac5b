package io.promptstream.service;

import io.promptstream.event.Task;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.service.UnreadableRecords.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the {@code tasks} topic from its beginning into a {@link TaskDirectory}, and goes on reading. */
final class TaskReader implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CATCHING_UP = Duration.ofMillis(50);

    private final Consumer<String, byte[]> consumer;
    private final EventCodec codec;
    private final UnreadableRecords unreadableTasks;
    private final TaskDirectory directory;
    private final Map<TopicPartition, Long> ends;

    TaskReader(
            Consumer<String, byte[]> consumer,
            EventCodec codec,
            String topic,
            UnreadableRecords unreadable,
            TaskDirectory directory) {
        this.consumer = consumer;
        this.codec = codec;
        this.unreadableTasks = unreadable;
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
        List<Unreadable> unreadable = new ArrayList<>();
        // Unlike a group's consumer, this one is never idle for long: a full poll only delays the first readiness.
        for (ConsumerRecord<String, byte[]> record : consumer.poll(directory.ready() ? POLL : CATCHING_UP)) {
            apply(record).ifPresent(reason -> unreadable.add(new Unreadable(record, reason)));
        }
        if (!unreadable.isEmpty()) {
            unreadableTasks.report(unreadable);
        }
        if (!directory.ready()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            directory.caughtUp();
        }
    }

    /** Why the record is no task, if it is none. */
    private Optional<String> apply(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            if (record.key() != null) {
                directory.remove(record.key());
            }
            return Optional.empty();
        }
        return switch (codec.decode(record.topic(), record.value(), Task.class)) {
            case Decoded.Event<Task> decoded -> accept(record, decoded.event());
            case Decoded.Unreadable<Task> bad -> Optional.of(bad.reason());
        };
    }

    private Optional<String> accept(ConsumerRecord<String, byte[]> record, Task task) {
        if (task.getTaskId().equals(record.key())) {
            directory.put(task);
            return Optional.empty();
        }
        return Optional.of("The key is \"" + record.key() + "\" but the task's id is \"" + task.getTaskId()
                + "\": write the id as key");
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
