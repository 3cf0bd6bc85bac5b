package io.promptstream.task.app.check;

import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskProblem;
import io.promptstream.event.TaskVerdict;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.LoopBody;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.task.check.ModelCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a verdict on every task that is to be checked. Verdicts and offsets become visible together. */
final class CheckLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(CheckLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final DeadLetterCounters counters;
    private final String verdicts;
    private final ModelCheck check;
    private final InstantSource clock;

    /**
     * @param consumer of a group, without subscription; closed with this loop, as is the producer
     * @param producer with transactions initialised
     */
    CheckLoop(
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            EventCodec codec,
            DeadLetters deadLetters,
            DeadLetterCounters counters,
            TopicCatalogue topics,
            ModelCheck check,
            InstantSource clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.counters = counters;
        this.verdicts = topics.taskVerdicts().name();
        this.check = check;
        this.clock = clock;
        consumer.subscribe(List.of(topics.taskChecks().name()));
    }

    @Override
    public void runOnce() {
        List<ProducerRecord<String, byte[]>> results = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            results.add(result(record));
            behind.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }
        if (!results.isEmpty()) {
            producer.beginTransaction();
            results.forEach(producer::send);
            producer.sendOffsetsToTransaction(behind, consumer.groupMetadata());
            producer.commitTransaction();
        }
    }

    private ProducerRecord<String, byte[]> result(ConsumerRecord<String, byte[]> record) {
        return switch (codec.decode(record.topic(), record.value(), TaskCheck.class)) {
            case Decoded.Event<TaskCheck> decoded -> {
                TaskVerdict verdict = verdict(decoded.event());
                yield new ProducerRecord<>(verdicts, verdict.getTaskId(), codec.encode(verdicts, verdict));
            }
            case Decoded.Unreadable<TaskCheck> bad -> {
                counters.count(record.topic(), DeadLetterReason.UNREADABLE);
                yield deadLetters.of(record, bad.reason(), bad.exceptionClass());
            }
        };
    }

    private TaskVerdict verdict(TaskCheck request) {
        ModelCheck.Finding finding = find(request.getTask());
        return TaskVerdict.newBuilder()
                .setCheckId(request.getCheckId())
                .setTaskId(request.getTask().getTaskId())
                .setModelId(finding.modelId())
                .setProblems(finding.problems())
                .setCheckedAt(Instant.ofEpochMilli(clock.millis()))
                .build();
    }

    /** A task that cannot be checked is no reason to check no other one. */
    private ModelCheck.Finding find(Task task) {
        try {
            return check.check(task);
        } catch (RuntimeException e) {
            log.warn("Task {} cannot be checked", task.getTaskId(), e);
            return new ModelCheck.Finding("", List.of(new TaskProblem("", "cannot be checked: " + e)));
        }
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        try {
            producer.close();
        } finally {
            consumer.close();
        }
    }
}
