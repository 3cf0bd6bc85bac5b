package io.promptstream.policy.app.learn;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.kafka.Deadline;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.OwnedPartitions;
import io.promptstream.kafka.PutBack;
import io.promptstream.kafka.Rejection;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.kafka.TaskFinder.Finding;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.metrics.PolicyMetrics.RoundTimes;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.Learners;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Learns round results in their order and publishes the policies' history, and now and then their snapshots; both, offsets
 * and dead letters are committed in one transaction. The tasks of a partition are learned by whoever is assigned it, from what was
 * committed last: the newest snapshot, and the rounds that the history names after it.
 */
final class LearnerLoop implements LoopBody, OwnedPartitions.Handover<Boolean> {
    /** Rounds that come in quick succession share a transaction. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);

    private static final Duration POLL = Duration.ofMillis(250);

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final EventReader<RoundResult> reader;
    private final EventRecords records;
    private final TaskFinder tasks;
    private final PutBack putBack;
    private final OwnedPartitions<Boolean> owned;
    private final Learners learners;
    private final LearnedTasks learnedTasks;
    private final PolicyUpdateWriter updates;
    private final PolicyMetrics metrics;
    private final LearningTraces traces;
    private final PoisonRecords poison;
    private final java.util.function.Consumer<PolicySnapshot> committed;
    private final Clock clock;
    /** Tasks whose snapshots go with the next commit. */
    private final Set<String> deleted = new LinkedHashSet<>();

    private boolean uncommitted;
    private Deadline due = Deadline.in(Duration.ZERO);
    private Instant committedAt = Instant.EPOCH;

    LearnerLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventRecords records,
            EventReader<RoundResult> reader,
            TopicCatalogue topics,
            TaskFinder tasks,
            Learners learners,
            LearnedTasks learnedTasks,
            PolicyUpdateWriter updates,
            PolicyMetrics metrics,
            LearningTraces traces,
            PoisonRecords poison,
            java.util.function.Consumer<PolicySnapshot> committed,
            Clock clock) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.reader = reader;
        this.records = records;
        this.tasks = tasks;
        this.putBack = new PutBack(consumer, tasks);
        this.owned = new OwnedPartitions<>(consumer, this);
        this.learners = learners;
        this.learnedTasks = learnedTasks;
        this.updates = updates;
        this.metrics = metrics;
        this.traces = traces;
        this.poison = poison;
        this.committed = committed;
        this.clock = clock;
        consumer.subscribe(List.of(topics.roundResults().name()), owned);
    }

    @Override
    public void runOnce() throws InterruptedException {
        ConsumerRecords<String, byte[]> polled = putBack.poll(uncommitted ? untilDue() : POLL);
        owned.load();
        if (learnedTasks.areOutdated()) {
            // Deleted at the commit: what is written before it would keep a later loading waiting for this very
            // transaction.
            deleted.addAll(learnedTasks.update());
            uncommitted = true;
        }
        for (ConsumerRecord<String, byte[]> record : polled) {
            if (!putBack.covers(record)) {
                learn(record);
                uncommitted = true;
            }
        }
        if ((uncommitted && untilDue().isZero()) || learners.areToBeSaved(System.nanoTime())) {
            commit(learners.takeUpdates(System.nanoTime()));
        }
    }

    /** The snapshots of its tasks are read at the next update. */
    @Override
    public Boolean load(TopicPartition partition) {
        learnedTasks.assign(List.of(partition.partition()));
        return true;
    }

    @Override
    public void release(Map<TopicPartition, Boolean> gone) {
        learnedTasks.revoke(
                gone.keySet().stream().map(TopicPartition::partition).toList());
    }

    /** The next owner finds everything in the snapshots. */
    @Override
    public void commit() {
        List<PolicyUpdate> all = learners.takeUpdates();
        if (uncommitted || !all.isEmpty()) {
            commit(all);
        }
    }

    /**
     * A record that ends a body half-way through a step cannot be left out of what that body has computed: the next body
     * leaves it out from the start.
     */
    private void learn(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Optional<Rejection> known = poison.of(record);
        if (known.isPresent()) {
            deadLetter(record, known.get());
            return;
        }
        try {
            switch (reader.read(record)) {
                case EventReader.Result.Rejected<RoundResult> bad -> deadLetter(record, bad.rejection());
                case EventReader.Result.Event<RoundResult> good -> learn(record, good.event());
            }
        } catch (KafkaException e) {
            throw e;
        } catch (OversizedRecordException e) {
            deadLetter(record, Rejection.tooLarge(e));
        } catch (RuntimeException e) {
            poison.add(record, Rejection.failed("the round cannot be learned: " + e, e));
            throw e;
        }
    }

    private void learn(ConsumerRecord<String, byte[]> record, RoundResult round) throws InterruptedException {
        switch (tasks.find(record, round.getTaskId())) {
            case Finding.Pending pending -> putBack.put(record);
            case Finding.Missing missing -> deadLetter(record, Rejection.unknownTask(round.getTaskId()));
            case Finding.Found found -> {
                if (!learnedTasks.canLearn(found.task())) {
                    learnedTasks.require(found.task());
                }
                if (learnedTasks.canLearn(found.task())) {
                    learn(record, round, found.task());
                } else {
                    deadLetter(
                            record,
                            Rejection.failed(
                                    "task %s has a policy that cannot be made here".formatted(round.getTaskId())));
                }
            }
        }
    }

    /** A round that cannot be computed with cannot later either: starting over would meet it again and again. */
    private void learn(ConsumerRecord<String, byte[]> record, RoundResult round, Task task) {
        long began = System.nanoTime();
        List<TraceSpan> spans = traces.began(record, round);
        LearningOutcome outcome;
        try {
            outcome = learners.learn(task, round);
        } catch (IllegalArgumentException | ArithmeticException e) {
            traces.refused(spans);
            deadLetter(record, Rejection.failed("cannot be learned: " + e.getMessage(), e));
            return;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        traces.ended(spans, outcome);
        String taskId = round.getTaskId();
        Instant closedAt = round.getClosedAt();
        transactions.afterCommit(() -> metrics.roundRead(taskId, outcome, new RoundTimes(closedAt, committedAt, time)));
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Rejection rejection) {
        transactions.send(records.deadLetter(record, rejection));
        String topic = record.topic();
        transactions.afterCommit(() -> metrics.deadLetter(topic, rejection.reason()));
    }

    private void commit(List<PolicyUpdate> told) {
        deleted.forEach(updates::delete);
        deleted.clear();
        for (PolicyUpdate of : told) {
            transactions.afterCommit(updates.write(of, consumer));
            transactions.afterCommit(() -> learners.present(of.taskId()).ifPresent(committed));
        }
        transactions.commit(consumer);
        traces.committed();
        committedAt = clock.instant();
        due = Deadline.in(COMMIT_INTERVAL);
        uncommitted = false;
    }

    private Duration untilDue() {
        return due.left();
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** What is not committed is aborted: the next learner reads it again. */
    @Override
    public void close() {
        owned.closing();
        try (consumer) {
            transactions.close();
        }
    }
}
