package io.promptstream.policy.app.learn;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.policy.app.loop.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what learners have to tell: snapshots, with the steps that led to them. Belongs to one thread. */
final class PolicyUpdateWriter {
    private static final Logger log = LoggerFactory.getLogger(PolicyUpdateWriter.class);

    private final Transactions transactions;
    private final TopicCatalogue topics;
    private final Snapshots snapshots;
    private final TaskPartitions partitions;
    private final LearningTraces traces;
    private final PolicyMetrics metrics;

    PolicyUpdateWriter(
            Transactions transactions,
            TopicCatalogue topics,
            Snapshots snapshots,
            LearningTraces traces,
            PolicyMetrics metrics) {
        this.transactions = transactions;
        this.topics = topics;
        this.snapshots = snapshots;
        this.partitions = new TaskPartitions(topics.policySnapshots().partitions());
        this.traces = traces;
        this.metrics = metrics;
    }

    /**
     * Sends a snapshot and its steps. What is too large to be written would be as large after a restart, so it is counted
     * and the task learns on without.
     *
     * @return what to count when it is committed
     */
    Runnable write(PolicyUpdate updates) {
        String taskId = updates.snapshot().getTaskId();
        List<TraceContext> contexts = traces.of(taskId);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (PolicyEvent step : updates.steps()) {
            records.add(transactions.record(topics.policyHistory().name(), taskId, step, contexts));
        }
        records.add(transactions.record(topics.policySnapshots().name(), taskId, updates.snapshot(), contexts));
        try {
            transactions.send(records);
        } catch (OversizedRecordException e) {
            log.error("What task {} has learned is not kept: {}", taskId, e.getMessage());
            return () -> metrics.snapshotUnwritten(taskId);
        }
        long followed = updates.steps().stream()
                .filter(step -> step.getKind() == PolicyEventKind.PROMOTED)
                .count();
        return () -> {
            for (long i = 0; i < followed; i++) {
                metrics.promotionFollowed(taskId);
            }
        };
    }

    /** Deletes the snapshots of a task and of its candidates. */
    void delete(String taskId) {
        String topic = topics.policySnapshots().name();
        int partition = partitions.of(taskId);
        transactions.delete(topic, partition, taskId);
        snapshots
                .candidates(taskId)
                .forEach(candidate -> transactions.delete(topic, partition, CandidateKeys.of(candidate)));
    }
}
