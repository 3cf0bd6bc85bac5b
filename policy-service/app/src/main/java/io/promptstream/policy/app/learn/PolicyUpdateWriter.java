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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
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
     * Sends steps, and the snapshot that may come with them. What is too large would be as large after a restart, so it is
     * counted, and the task learns on without.
     *
     * @param consumer of the round results, and of committed records
     * @return what to count when it is committed
     */
    Runnable write(PolicyUpdate updates, Consumer<String, byte[]> consumer) {
        String taskId = updates.taskId();
        List<TraceContext> contexts = traces.of(taskId);
        boolean complete = true;
        for (PolicyEvent step : updates.steps()) {
            complete &= send(topics.policyHistory().name(), taskId, step, contexts);
        }
        if (updates.saved().isPresent()) {
            PolicySnapshot snapshot = positioned(updates.saved().get(), consumer);
            complete &= send(topics.policySnapshots().name(), taskId, snapshot, contexts);
        }
        if (!complete) {
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

    private boolean send(String topic, String taskId, SpecificRecord event, List<TraceContext> contexts) {
        try {
            transactions.send(records.of(topic, taskId, event, contexts));
            return true;
        } catch (OversizedRecordException e) {
            log.error("What task {} has learned is not saved: {}", taskId, e.getMessage());
            return false;
        }
    }

    /** What is committed later than this transaction stands behind these offsets. */
    private PolicySnapshot positioned(PolicySnapshot snapshot, Consumer<String, byte[]> consumer) {
        int partition = partitions.of(snapshot.getTaskId());
        TopicPartition history = new TopicPartition(topics.policyHistory().name(), partition);
        return PolicySnapshot.newBuilder(snapshot)
                .setNextStep(consumer.endOffsets(Set.of(history)).getOrDefault(history, 0L))
                .setNextRound(consumer.position(
                        new TopicPartition(topics.roundResults().name(), partition)))
                .build();
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
