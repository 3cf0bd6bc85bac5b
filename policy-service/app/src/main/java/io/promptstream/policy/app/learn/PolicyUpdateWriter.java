package io.promptstream.policy.app.learn;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what learners have to tell: snapshots, with the steps that led to them. Belongs to one thread. */
final class PolicyUpdateWriter {
    private static final Logger log = LoggerFactory.getLogger(PolicyUpdateWriter.class);

    private final Transactions transactions;
    private final EventRecords records;
    private final TopicCatalogue topics;
    private final Function<String, ? extends Collection<PolicySnapshot>> candidates;
    private final TaskPartitions partitions;
    private final LearningTraces traces;
    private final PolicyMetrics metrics;

    PolicyUpdateWriter(
            Transactions transactions,
            EventRecords records,
            TopicCatalogue topics,
            Function<String, ? extends Collection<PolicySnapshot>> candidates,
            LearningTraces traces,
            PolicyMetrics metrics) {
        this.transactions = transactions;
        this.records = records;
        this.topics = topics;
        this.candidates = candidates;
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
        List<ProducerRecord<String, byte[]>> written = new ArrayList<>();
        try {
            for (PolicyEvent step : updates.steps()) {
                written.add(records.of(topics.policyHistory().name(), taskId, step, contexts));
            }
            written.add(records.of(topics.policySnapshots().name(), taskId, updates.snapshot(), contexts));
        } catch (OversizedRecordException e) {
            log.error("What task {} has learned is not kept: {}", taskId, e.getMessage());
            return () -> metrics.snapshotUnwritten(taskId);
        }
        transactions.sendAll(written);
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
        transactions.send(records.tombstone(topic, partition, taskId));
        candidates
                .apply(taskId)
                .forEach(candidate ->
                        transactions.send(records.tombstone(topic, partition, CandidateKeys.of(candidate))));
    }
}
