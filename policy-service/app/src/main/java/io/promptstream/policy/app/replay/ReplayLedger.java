package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.policy.app.loop.Transactions;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Writes how far replays have come. A candidate, its state and the offsets of the orders are one transaction: whoever is
 * given the partition continues from there, and the broker refuses one that was removed from the group.
 */
final class ReplayLedger implements AutoCloseable {
    private final Consumer<String, byte[]> consumer;
    private final Transactions transactions;
    private final TopicCatalogue topics;
    private final ReplayOwnership ownership;
    /** Orders of deleted tasks that were withdrawn; the consumer brings the updates in a moment. */
    private final Set<UUID> withdrawn = new HashSet<>();

    ReplayLedger(
            Consumer<String, byte[]> consumer,
            Transactions transactions,
            TopicCatalogue topics,
            ReplayOwnership ownership) {
        this.consumer = consumer;
        this.transactions = transactions;
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
        String snapshots = topics.policySnapshots().name();
        Optional<PolicySnapshot> candidate = checkpoint.candidate();
        candidate.ifPresent(snapshot -> transactions.send(snapshots, partition, key, snapshot));
        transactions.send(topics.replayStates().name(), partition, key, state);
        transactions.commit(consumer);
        ownership.committed(key, state);
    }

    /** Withdraws orders, each once. */
    void withdraw(Collection<Replay> orders) {
        boolean any = false;
        for (Replay order : orders) {
            if (withdrawn.add(order.getReplayId())) {
                int partition = ownership.partitionOf(order.getTaskId());
                transactions.delete(topics.replays().name(), partition, ReplayQueue.key(order));
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
        transactions.delete(topics.policySnapshots().name(), partition, key(state));
        transactions.delete(topics.replayStates().name(), partition, key(state));
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
