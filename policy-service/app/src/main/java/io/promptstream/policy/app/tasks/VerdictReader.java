package io.promptstream.policy.app.tasks;

import io.promptstream.event.TaskVerdict;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.kafka.UnreadableRecords.Unreadable;
import io.promptstream.policy.check.TaskChecks;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands over the verdicts on tasks that are published from now on. Every instance reads all of them: the one that asked waits for
 * the answer, the others do not know the request.
 */
final class VerdictReader implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final EventCodec codec;
    private final UnreadableRecords unreadableRecords;
    private final TaskChecks checks;

    /** @param consumer without a group; closed with this object, or at once if there is an exception */
    VerdictReader(
            Consumer<String, byte[]> consumer,
            String topic,
            EventCodec codec,
            UnreadableRecords unreadable,
            TaskChecks checks) {
        this.consumer = consumer;
        this.codec = codec;
        this.unreadableRecords = unreadable;
        this.checks = checks;
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // The seek is carried out when a position is asked for: what is published after this is read.
            partitions.forEach(consumer::position);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        checks.listening();
    }

    @Override
    public void runOnce() {
        List<Unreadable> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            switch (codec.decode(record.topic(), record.value(), TaskVerdict.class)) {
                case Decoded.Event<TaskVerdict> decoded -> checks.answered(decoded.event());
                case Decoded.Unreadable<TaskVerdict> bad -> unreadable.add(new Unreadable(record, bad.reason()));
            }
        }
        if (!unreadable.isEmpty()) {
            unreadableRecords.report(unreadable);
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
