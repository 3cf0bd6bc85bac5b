package io.promptstream.task.app.check;

import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskProblem;
import io.promptstream.event.TaskVerdict;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.Rejection;
import io.promptstream.kafka.Transactions;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.task.check.ModelCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a verdict on every task that is to be checked. Verdicts and offsets become visible together. */
final class CheckLoop implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(CheckLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final Function<ConsumerRecord<String, byte[]>, Decoded<TaskCheck>> decoder;
    private final EventRecords records;
    private final DeadLetterCounters counters;
    private final String verdicts;
    private final ModelCheck check;
    private final InstantSource clock;

    /**
     * @param consumer of a group, without subscription; closed with this loop, as are the transactions
     * @param decoder throws a {@code RegistryException} if the registry is unavailable
     */
    CheckLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            Function<ConsumerRecord<String, byte[]>, Decoded<TaskCheck>> decoder,
            EventRecords records,
            DeadLetterCounters counters,
            TopicCatalogue topics,
            ModelCheck check,
            InstantSource clock) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.decoder = decoder;
        this.records = records;
        this.counters = counters;
        this.verdicts = topics.taskVerdicts().name();
        this.check = check;
        this.clock = clock;
        consumer.subscribe(List.of(topics.taskChecks().name()));
    }

    @Override
    public void runOnce() {
        ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
        polled.forEach(this::answer);
        if (!polled.isEmpty()) {
            transactions.commit(consumer);
        }
    }

    private void answer(ConsumerRecord<String, byte[]> record) {
        switch (decoder.apply(record)) {
            case Decoded.Event<TaskCheck> decoded -> {
                TaskVerdict verdict = verdict(decoded.event());
                try {
                    transactions.send(records.of(verdicts, verdict.getTaskId(), verdict));
                } catch (OversizedRecordException e) {
                    deadLetter(record, Rejection.tooLarge(e));
                }
            }
            case Decoded.Unreadable<TaskCheck> bad -> deadLetter(record, Rejection.unreadable(bad));
        }
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Rejection rejection) {
        transactions.send(records.deadLetter(record, rejection));
        transactions.afterCommit(() -> counters.count(record.topic(), rejection.reason()));
    }

    private TaskVerdict verdict(TaskCheck request) {
        ModelCheck.Finding finding = find(request.getTask(), request.getPolicyEmbeddings());
        return TaskVerdict.newBuilder()
                .setCheckId(request.getCheckId())
                .setTaskId(request.getTask().getTaskId())
                .setModelId(finding.modelId())
                .setProblems(finding.problems())
                .setCheckedAt(Instant.ofEpochMilli(clock.millis()))
                .build();
    }

    /** A task that cannot be checked is no reason to check no other one. */
    private ModelCheck.Finding find(Task task, String policyEmbeddings) {
        try {
            return check.check(task, policyEmbeddings);
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
        try (consumer) {
            transactions.close();
        }
    }
}
