package io.promptstream.policy.app.learn;

import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.kafka.Deadline;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.TaskLookup;
import io.promptstream.policy.app.loop.CommitBeforeRevocation;
import io.promptstream.policy.app.loop.Flaw;
import io.promptstream.policy.app.loop.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.metrics.PolicyMetrics.RoundTimes;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.Learners;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/**
 * Learns round results in their order and publishes snapshots and the policies' history; both, offsets and dead letters are
 * committed in one transaction. The tasks of a partition are learned by whoever is assigned it, from the newest committed snapshot on.
 */
final class LearnerLoop implements LoopBody {
    /** Snapshots are large: rounds that come in quick succession share one. */
    private static final Duration SNAPSHOT_INTERVAL = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final EventCodec codec;
    private final TaskLookup tasks;
    private final Learners learners;
    private final LearnedTasks learnedTasks;
    private final PolicyUpdateWriter updates;
    private final PolicyMetrics metrics;
    private final LearningTraces traces;
    private final PoisonRecords poison;
    private final Clock clock;
    private final List<Runnable> afterCommit = new ArrayList<>();
    /** Tasks whose snapshots go with the next commit. */
    private final Set<String> deleted = new LinkedHashSet<>();

    private boolean uncommitted;
    private boolean closed;
    private Deadline due = Deadline.in(Duration.ZERO);
    private Instant committedAt = Instant.EPOCH;

    LearnerLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventCodec codec,
            TopicCatalogue topics,
            TaskLookup tasks,
            Learners learners,
            LearnedTasks learnedTasks,
            PolicyUpdateWriter updates,
            PolicyMetrics metrics,
            LearningTraces traces,
            PoisonRecords poison,
            Clock clock) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.codec = codec;
        this.tasks = tasks;
        this.learners = learners;
        this.learnedTasks = learnedTasks;
        this.updates = updates;
        this.metrics = metrics;
        this.traces = traces;
        this.poison = poison;
        this.clock = clock;
        consumer.subscribe(
                List.of(topics.roundResults().name()),
                new LearnerRebalances(learnedTasks, new CommitBeforeRevocation(this::commitWhatIsOpen, () -> closed)));
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (!tasks.ready()) {
            Thread.sleep(PAUSE);
            return;
        }
        ConsumerRecords<String, byte[]> records = consumer.poll(uncommitted ? untilDue() : SNAPSHOT_INTERVAL);
        if (learnedTasks.areOutdated()) {
            update();
        }
        tasks.polled();
        for (ConsumerRecord<String, byte[]> record : records) {
            learn(record);
            uncommitted = true;
        }
        if (uncommitted && untilDue().isZero()) {
            commit();
        }
    }

    private void update() throws InterruptedException {
        // A position is known only when no transaction on the group's offsets is open any more. Only then do the
        // offsets
        // and the snapshots that are read next belong together.
        consumer.assignment().forEach(consumer::position);
        // Deleted at the commit: what is written before it would keep a later loading waiting for this very
        // transaction.
        deleted.addAll(learnedTasks.update());
        uncommitted = true;
    }

    /**
     * A record that ends a body half-way through a step cannot be left out of what that body has computed: the next body
     * leaves it out from the start.
     */
    private void learn(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Optional<Flaw> known = poison.of(record);
        if (known.isPresent()) {
            deadLetter(record, known.get());
            return;
        }
        try {
            transactions.limits().check(record);
            decodeAndLearn(record);
        } catch (KafkaException e) {
            throw e;
        } catch (OversizedRecordException e) {
            deadLetter(record, Flaw.tooLarge(e));
        } catch (RuntimeException e) {
            poison.add(record, Flaw.failed("the round cannot be learned: " + e, e));
            throw e;
        }
    }

    private void decodeAndLearn(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        switch (codec.decode(record.topic(), record.value(), RoundResult.class)) {
            case Decoded.Unreadable<RoundResult> wrong -> deadLetter(record, Flaw.unreadable(wrong));
            case Decoded.Event<RoundResult> decoded -> {
                Optional<Flaw> flaw = Flaw.of(record.key(), decoded.event());
                if (flaw.isPresent()) {
                    deadLetter(record, flaw.get());
                } else {
                    learn(record, decoded.event());
                }
            }
        }
    }

    private void learn(ConsumerRecord<String, byte[]> record, RoundResult round) throws InterruptedException {
        Optional<Task> task = tasks.find(round.getTaskId());
        if (task.isPresent() && !learnedTasks.canLearn(task.get())) {
            learnedTasks.require(task.get());
            uncommitted = true;
        }
        if (task.isEmpty()) {
            deadLetter(record, Flaw.unknownTask(round.getTaskId()));
        } else if (!learnedTasks.canLearn(task.get())) {
            deadLetter(
                    record, Flaw.failed("task %s has a policy that cannot be made here".formatted(round.getTaskId())));
        } else {
            learn(record, round, task.get());
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
            deadLetter(record, Flaw.failed("cannot be learned: " + e.getMessage(), e));
            return;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        traces.ended(spans, outcome);
        String taskId = round.getTaskId();
        Instant closedAt = round.getClosedAt();
        afterCommit.add(() -> metrics.roundRead(taskId, outcome, new RoundTimes(closedAt, committedAt, time)));
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Flaw flaw) {
        transactions.deadLetter(record, flaw);
        String topic = record.topic();
        afterCommit.add(() -> metrics.deadLetter(topic, flaw.reason()));
    }

    private void commitWhatIsOpen() {
        if (uncommitted) {
            commit();
        }
    }

    private void commit() {
        deleted.forEach(updates::delete);
        deleted.clear();
        learners.takeUpdates().forEach(of -> afterCommit.add(updates.write(of)));
        transactions.commit(consumer);
        traces.committed();
        committedAt = clock.instant();
        due = Deadline.in(SNAPSHOT_INTERVAL);
        uncommitted = false;
        afterCommit.forEach(Runnable::run);
        afterCommit.clear();
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
        closed = true;
        try (consumer) {
            transactions.close();
        }
    }
}
