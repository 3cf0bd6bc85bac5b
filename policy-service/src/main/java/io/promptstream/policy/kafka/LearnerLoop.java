package io.promptstream.policy.kafka;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.PolicyNews;
import io.promptstream.policy.metrics.PolicyMetrics;
import io.promptstream.policy.metrics.PolicyMetrics.RoundTimes;
import io.promptstream.policy.round.Learners;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.LoopBody;
import io.promptstream.service.TaskLookup;
import io.promptstream.service.tracing.TraceSpan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

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
    private final TopicCatalogue topics;
    private final TaskLookup tasks;
    private final Learners learners;
    private final LearnedTasks learnedTasks;
    private final Snapshots snapshots;
    private final TaskPartitions partitions;
    private final PolicyMetrics metrics;
    private final LearningTraces traces;
    private final Clock clock;
    private final List<Runnable> afterCommit = new ArrayList<>();
    /** Tasks whose snapshots go with the next commit. */
    private final Set<String> deleted = new LinkedHashSet<>();

    private boolean uncommitted;
    private boolean closed;
    private Instant committedAt = Instant.EPOCH;

    LearnerLoop(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventCodec codec,
            TopicCatalogue topics,
            TaskLookup tasks,
            Learners learners,
            LearnedTasks learnedTasks,
            Snapshots snapshots,
            PolicyMetrics metrics,
            LearningTraces traces,
            Clock clock) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.codec = codec;
        this.topics = topics;
        this.tasks = tasks;
        this.learners = learners;
        this.learnedTasks = learnedTasks;
        this.snapshots = snapshots;
        this.partitions = new TaskPartitions(topics.policySnapshots().partitions());
        this.metrics = metrics;
        this.traces = traces;
        this.clock = clock;
        consumer.subscribe(List.of(topics.roundResults().name()), new Rebalances());
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

    private void learn(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        switch (codec.decode(record.topic(), record.value(), RoundResult.class)) {
            case Decoded.Unreadable<RoundResult> wrong -> deadLetter(record, Flaw.unreadable(wrong));
            case Decoded.Event<RoundResult> decoded -> {
                RoundResult round = decoded.event();
                if (round.getTaskId().equals(record.key())) {
                    learn(record, round);
                } else {
                    deadLetter(record, Flaw.wrongKey("taskId", round.getTaskId()));
                }
            }
        }
    }

    private void learn(ConsumerRecord<String, byte[]> record, RoundResult round) throws InterruptedException {
        Optional<Task> task = tasks.find(round.getTaskId());
        if (task.isPresent() && !learnedTasks.canLearn(task.get())) {
            update();
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
        Instant began = clock.instant();
        List<TraceSpan> spans = traces.began(record, round);
        LearningOutcome outcome;
        try {
            outcome = learners.learn(task, round);
        } catch (IllegalArgumentException | ArithmeticException e) {
            traces.refused(spans);
            deadLetter(record, Flaw.failed("cannot be learned: " + e.getMessage(), e));
            return;
        }
        Duration time = Duration.between(began, clock.instant());
        traces.ended(spans, outcome);
        afterCommit.add(() ->
                metrics.roundRead(round.getTaskId(), outcome, new RoundTimes(round.getClosedAt(), committedAt, time)));
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Flaw flaw) {
        transactions.deadLetter(record, flaw);
        afterCommit.add(() -> metrics.deadLetter(record.topic(), flaw.reason()));
    }

    private void commit() {
        deleted.forEach(this::deleteSnapshots);
        deleted.clear();
        learners.takeNews().forEach(this::publish);
        transactions.commit(consumer);
        traces.committed();
        committedAt = clock.instant();
        uncommitted = false;
        afterCommit.forEach(Runnable::run);
        afterCommit.clear();
    }

    private void deleteSnapshots(String taskId) {
        String topic = topics.policySnapshots().name();
        int partition = partitions.of(taskId);
        transactions.delete(topic, partition, taskId);
        snapshots
                .candidates(taskId)
                .forEach(candidate -> transactions.delete(topic, partition, CandidateKeys.of(candidate)));
    }

    private void publish(PolicyNews news) {
        for (PolicyEvent step : news.steps()) {
            transactions.send(topics.policyHistory().name(), step.getTaskId(), step, traces.of(step.getTaskId()));
            if (step.getKind() == PolicyEventKind.PROMOTED) {
                afterCommit.add(() -> metrics.promotionFollowed(step.getTaskId()));
            }
        }
        String taskId = news.snapshot().getTaskId();
        transactions.send(topics.policySnapshots().name(), taskId, news.snapshot(), traces.of(taskId));
    }

    private Duration untilDue() {
        Duration wait = Duration.between(clock.instant(), committedAt.plus(SNAPSHOT_INTERVAL));
        return wait.isNegative() ? Duration.ZERO : wait;
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

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            learnedTasks.assign(numbers(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (uncommitted && !closed) {
                commit();
            }
            learnedTasks.revoke(numbers(partitions));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            // While closing, an exception would keep the consumer from leaving its group.
            if (!closed) {
                throw new KafkaException("lost %s to another learner; starting over".formatted(partitions));
            }
        }

        private static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).toList();
        }
    }
}
