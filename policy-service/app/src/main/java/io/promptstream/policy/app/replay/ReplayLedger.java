package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes how far replays have come. A candidate, its state and the offsets of the orders are one transaction: whoever is
 * given the partition continues from there, and the broker refuses one that was removed from the group.
 */
final class ReplayLedger implements AutoCloseable {
    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final EventRecords records;
    private final TopicCatalogue topics;
    private final ReplayOwnership ownership;
    /** Orders of deleted tasks that were withdrawn; the consumer brings the updates in a moment. */
    private final Set<UUID> withdrawn = new HashSet<>();

    ReplayLedger(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            EventRecords records,
            TopicCatalogue topics,
            ReplayOwnership ownership) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.records = records;
        this.topics = topics;
        this.ownership = ownership;
    }

    /** The state of an order, if it has one. */
    Optional<ReplayState> known(Replay order) {
        return ownership.state(ReplayQueue.key(order)).filter(state -> ReplayQueue.isOf(order, state));
    }

    void commit(ReplayState state) {
        commit(new Checkpoint(state, Optional.empty()));
    }

    void commit(Checkpoint checkpoint) {
        ReplayState state = checkpoint.state();
        String key = key(state);
        int partition = ownership.partitionOf(state.getTaskId());
        List<ProducerRecord<String, byte[]>> written = new ArrayList<>();
        for (PolicySnapshot candidate : checkpoint.candidate().stream().toList()) {
            written.add(records.of(topics.policySnapshots().name(), partition, key, candidate));
        }
        written.add(records.of(topics.replayStates().name(), partition, key, state));
        transactions.sendAll(written);
        transactions.commit(consumer);
        ownership.committed(key, state);
    }

    /** Withdraws orders, each once. */
    void withdraw(Collection<Replay> orders) {
        boolean any = false;
        for (Replay order : orders) {
            if (withdrawn.add(order.getReplayId())) {
                int partition = ownership.partitionOf(order.getTaskId());
                transactions.send(records.tombstone(topics.replays().name(), partition, ReplayQueue.key(order)));
                any = true;
            }
        }
        if (any) {
            transactions.commit(consumer);
        }
    }

    /** Deletes a replay's state and candidate. */
    void delete(ReplayState state) {
        int partition = ownership.partitionOf(state.getTaskId());
        transactions.send(records.tombstone(topics.policySnapshots().name(), partition, key(state)));
        transactions.send(records.tombstone(topics.replayStates().name(), partition, key(state)));
        transactions.commit(consumer);
        ownership.deleted(key(state));
    }

    static String key(ReplayState state) {
        return CandidateKeys.of(state.getTaskId(), state.getName());
    }

    /** Aborts what is open. */
    @Override
    public void close() {
        transactions.close();
    }
}
